/** `samelight sessions`: the sessions of a data folder, listed, made, opened to people, carried elsewhere, deleted. */
import type { Command, Io } from '../command.ts'
import { verbs } from '../sessions/index.ts'

function list(io: Io): void {
  const width = Math.max(...verbs.map(({ name }) => name.length))
  io.err('samelight sessions <verb> DATA-DIR …; each says more by --help.')
  for (const { name, doc } of verbs) io.err(`  ${name.padEnd(width)}  ${doc}`)
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv
  const verb = verbs.find((one) => one.name === name)
  if (verb) return await verb.run(rest, io)
  if (name !== undefined && name !== '--help') io.err(`sessions has no verb "${name}".`)
  list(io)
  return name === '--help' ? 0 : 2
}

export const command: Command = {
  name: 'sessions',
  doc: 'Lists, makes, opens, carries and deletes the sessions of a data folder.',
  run,
}

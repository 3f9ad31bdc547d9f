/** `samelight restore`: a backup brought back into a new data folder. */
import { resolve } from 'node:path'
import { restore } from '../archive/backup.ts'
import { type Command, type Io, readFlags } from '../command.ts'

const usage = `samelight restore BACKUP DATA-DIR
Brings a backup back into a data folder that does not exist yet, checking every byte. Start the hub on it with --data DATA-DIR; suites that
were ahead of it begin again from what it holds, and hand in what they had not been told is saved.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, { help: { type: 'boolean' } } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 2)
    throw new Error('restore takes a backup and a new data folder; --help says what there is.')
  const [from, dir] = positionals.map((path) => resolve(io.cwd, path)) as [string, string]
  const { sessions } = await restore(from, dir)
  for (const { session, name, revision } of sessions) io.out(`Session ${session} "${name}" at revision ${revision}.`)
  io.out(`Restored to ${dir}, and checked.`)
  return 0
}

export const command: Command = {
  name: 'restore',
  doc: 'Brings a backup back into a new data folder.',
  run,
}

/** `npm run fuzz -- <name> [--runs N] [--seed S]`, and what else a fuzzer asks for (`--shapes N --values N`): the large runs of what `npm test` does a slice of. One line of JSON at the end; status 1 where anything failed. */
import './world.ts'
import { command as attack } from './attack-command.ts'
import { command as converge } from './converge-command.ts'
import { command as day } from './day-command.ts'
import { command as kill } from './kill-command.ts'
import { command as sameness } from './sameness-command.ts'

const commands = [converge, attack, kill, day, sameness]
const say = (line: string): boolean => process.stderr.write(`${line}\n`)

const [name, ...rest] = process.argv.slice(2)
const command = commands.find((one) => one.name === name)
const known = ['--runs', '--seed']
const flags: Record<string, number> = {}
let wrong: string | null = command ? null : `There is no fuzzer ${name ?? 'without a name'}.`
for (let i = 0; i < rest.length; i += 2) {
  const [flag, value] = [rest[i], Number(rest[i + 1])]
  if (
    flag !== undefined &&
    (known.includes(flag) || command?.more?.includes(flag)) &&
    Number.isSafeInteger(value) &&
    value >= 0
  )
    flags[flag] = value
  else
    wrong ??= `${flag} ${rest[i + 1] ?? ''} is not ${[...known, ...(command?.more ?? [])].join(' or ')} with a whole number.`
}
if (!command || wrong !== null) {
  say(`fuzz: ${wrong} There are:`)
  for (const { name: one, doc } of commands) say(`  ${one.padEnd(9)} ${doc}`)
  process.exit(1)
}
const { failed, figures } = await command.run({
  runs: flags['--runs'] ?? command.runs,
  seed: flags['--seed'] ?? 1,
  flags,
  say,
})
process.stdout.write(`${JSON.stringify({ fuzz: command.name, ...figures })}\n`)
process.exit(failed > 0 ? 1 : 0)

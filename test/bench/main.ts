/**
 * `npm run bench`: measures, peers in the same run, and prints one figure a line; `--json` makes each line JSON. Names filter by prefix
 * of a bench or a figure. Everything else goes to stderr. It ends by itself and leaves no process and no folder.
 */
import { printJson, printLine } from './figure.ts'
import { benches } from './index.ts'
import { close, tidy } from './tidy.ts'

const args = process.argv.slice(2)
const flags = args.filter((arg) => arg.startsWith('-'))
const asked = args.filter((arg) => !arg.startsWith('-'))
const wanted = (name: string): boolean => asked.length === 0 || asked.some((one) => name.startsWith(one))
const say = (line: string): boolean => process.stderr.write(`${line}\n`)

const unknown = [
  ...flags.filter((flag) => flag !== '--json'),
  ...asked.filter((one) => !benches.some(({ names }) => names.some((name) => name.startsWith(one)))),
]
if (unknown.length > 0) {
  say(`bench: nothing begins with ${unknown.join(', ')}; --json and these are known:`)
  for (const { name, doc, names } of benches) say(`  ${name.padEnd(9)} ${doc}\n            ${names.join(' ')}`)
  process.exit(1)
}
let ending = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (ending) return
    ending = true
    close()
    say('bench: broken off; putting everything away …')
    void tidy().finally(() => process.exit(130))
  })

const print = args.includes('--json') ? printJson : printLine
let failed = false
for (const bench of benches) {
  if (!bench.names.some(wanted)) continue
  say(`${bench.name}: ${bench.doc} …`)
  try {
    for await (const figure of bench.figures(wanted)) {
      if (!bench.names.includes(figure.name)) throw new Error(`${figure.name} is not in the list of ${bench.name}`)
      if (wanted(figure.name)) process.stdout.write(`${print(figure)}\n`)
    }
  } catch (error) {
    // What is put away under a running bench makes it fail; nobody needs to read how.
    if (ending) await new Promise(() => {})
    failed = true
    say(`${bench.name} broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  } finally {
    await tidy()
  }
}
process.exit(failed ? 1 : 0)

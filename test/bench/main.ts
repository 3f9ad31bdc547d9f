/** `npm run bench`: measures, peers in the same run, and prints one figure a line. Names filter by prefix; `--json` prints JSON lines. */

import type { Figure } from './figure.ts'
import { benches } from './index.ts'

const args = process.argv.slice(2)
const json = args.includes('--json')
const names = args.filter((arg) => !arg.startsWith('--'))
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `bench: no bench is called ${unknown.join(', ')}; there are ${benches.map((b) => b.name).join(', ')}.\n`,
  )
  process.exit(1)
}

const digits = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(3)

function print(figure: Figure): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(figure)}\n`)
    return
  }
  const peer =
    figure.peer === undefined
      ? ''
      : `   ${figure.peer}: ${digits(figure.peerValue ?? 0)} ${figure.unit}, ratio ${digits(figure.ratio ?? 0)}`
  process.stdout.write(
    `${figure.name.padEnd(44)} ${digits(figure.value).padStart(10)} ${figure.unit.padEnd(10)}${peer}${figure.note ? `   (${figure.note})` : ''}\n`,
  )
}

let failed = false
for (const bench of benches) {
  if (names.length > 0 && !names.includes(bench.name)) continue
  process.stderr.write(`${bench.name}: ${bench.doc} …\n`)
  try {
    for await (const figure of bench.figures()) print(figure)
  } catch (error) {
    failed = true
    process.stderr.write(
      `${bench.name} broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  }
}
process.exit(failed ? 1 : 0)

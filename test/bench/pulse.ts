/**
 * A suite in a process of its own that writes one control forty times a second, or hears it: when each value was written, or was here. For
 * `storm.ts`: neither waits for the other, nor for who joins meanwhile. Says that it is in, and what it noted when its stdin says anything.
 */
import type { Value } from '../../shared/doc/grade.ts'
import { nextClient, plain } from '../hub/desk.ts'
import { id } from './document.ts'
import type { HubLine } from './process.ts'

/** One line of JSON: each value with its time, milliseconds of the machine's own clock since it started: one for all its processes. */
export type Noted = readonly (readonly [value: number, at: number])[]

const editMs = 25
const key = `c.${id(1)}/0/${id(1)}/primaries.gain`

const [line = '', what] = process.argv.slice(2)
const writes = what === 'write'
// Each process would draw the same client id first.
if (!writes) nextClient()
const { map } = await plain(JSON.parse(line) as HubLine, writes ? 'colorist' : 'observer', 'grade')
const noted: [number, number][] = []
const note = (value: number): number => noted.push([value, Number(process.hrtime.bigint()) / 1e6])
if (writes) {
  let n = 0
  setInterval(() => {
    const green = 1 + (++n % 60_000) / 65_536
    note(green)
    map.set(key, [1, green, 1, 1])
  }, editMs)
} else
  map.observe((event) => {
    if (event.keysChanged.has(key)) note((map.get(key) as Value)[1] as number)
  })
process.stdout.write('{}\n')
process.stdin.once('data', () => process.stdout.write(`${JSON.stringify(noted)}\n`))

import { countScopes, type ScopeKind } from '../../shared/scope/counts.ts'
import { rec709 } from '../../shared/scope/weights.ts'
import type { Bench, Figure } from './figure.ts'

const [WIDTH, HEIGHT] = [1920, 1080]
const kinds = ['waveform', 'parade', 'vectorscope', 'histogram'] as const satisfies readonly ScopeKind[]

/** A frame as pictures are: slow changes with grain on them. */
function frameOf(): Uint16Array {
  const frame = new Uint16Array(WIDTH * HEIGHT * 3)
  let state = 1
  for (let o = 0; o < frame.length; o++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const [p, c] = [Math.floor(o / 3), o % 3]
    const slow = 30000 + 20000 * Math.sin((p % WIDTH) / 300 + c / 2) * Math.cos(p / WIDTH / 200)
    frame[o] = Math.max(0, Math.min(65535, slow + (state >>> 21) - 1024))
  }
  return frame
}

/** Processor time of a run, milliseconds, the mean of twelve: what else the machine does counts less than on a clock. */
function cost(run: () => void): number {
  const runs = 12
  for (let i = 0; i < 4; i++) run()
  const before = process.cpuUsage()
  for (let i = 0; i < runs; i++) run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / runs
}

/** Milliseconds to count one 1080p frame on one thread, scope by scope. */
export function* figures(wanted: (name: string) => boolean): Iterable<Figure> {
  const frame = frameOf()
  for (const kind of kinds) {
    const name = `scope.${kind}`
    if (!wanted(name)) continue
    const [all, half] = [1, 2].map((every) =>
      cost(() => void countScopes(frame, WIDTH, HEIGHT, { kinds: [kind], weights: rec709, every })),
    )
    yield {
      name,
      value: all!,
      unit: 'ms',
      note: `processor time for a 1920×1080 frame of 16 bits, every pixel; every second row ${half!.toFixed(1)} ms`,
    }
  }
}

export const bench: Bench = {
  name: 'scope',
  doc: 'Scopes counted from the graded frame.',
  names: kinds.map((kind) => `scope.${kind}`),
  figures,
}

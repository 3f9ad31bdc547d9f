/** A receipt from outside, checked field by field. */
import type { Receipt } from './messages.ts'

const hex32 = /^[0-9a-f]{32}$/
const text = (value: unknown, max: number): value is string => typeof value === 'string' && value.length <= max
const count = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** The receipt with exactly the known fields, or null where one is missing or out of bounds. `seat` is taken as given: the hub stamps it. */
export function parseReceipt(given: unknown): Receipt | null {
  if (typeof given !== 'object' || given === null) return null
  const r = given as Record<string, unknown>
  const {
    seat,
    revision,
    clip,
    frame,
    plan,
    source,
    look,
    digest,
    executor,
    engine,
    display,
    monitorLut,
    watermark,
    proof,
    skewMs,
    dropped,
    at,
  } = r
  if (
    !text(seat, 32) ||
    !count(revision) ||
    !text(clip, 32) ||
    !count(frame) ||
    !count(dropped) ||
    !finite(skewMs) ||
    !finite(at)
  )
    return null
  for (const name of [plan, source, look, digest]) if (!text(name, 32) || !hex32.test(name)) return null
  if (executor !== 'reference' && executor !== 'wasm' && executor !== 'wgsl') return null
  if (r.class !== 'original' && r.class !== 'light' && r.class !== 'still') return null
  if (!text(engine, 64) || !text(display, 120)) return null
  for (const name of [monitorLut, watermark]) if (name !== null && !text(name, 120)) return null
  if (proof !== null && !(text(proof, 32) && hex32.test(proof))) return null
  return {
    seat,
    revision,
    clip,
    frame,
    plan: plan as string,
    source: source as string,
    look: look as string,
    digest: digest as string,
    executor,
    engine,
    class: r.class,
    display,
    monitorLut: monitorLut as string | null,
    watermark: watermark as string | null,
    proof: proof as string | null,
    skewMs,
    dropped,
    at,
  }
}

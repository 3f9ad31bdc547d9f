/** OpenColorIO's vectors, and its controls in ours. */
import { readFileSync } from 'node:fs'
import type { Value } from '../../shared/op/param.ts'
import { distance, type Triple } from './kit.ts'

export const f32 = Math.fround
export interface Case {
  op: string
  name: string
  params: Record<string, unknown>
  input: string
  out: Triple[]
  ref64?: Triple[]
}
export interface Truth {
  inputs: Record<string, Triple[]>
  cases: Case[]
}
export const truth = (name: string): Truth =>
  JSON.parse(readFileSync(new URL(`../truth/${name}.json`, import.meta.url), 'utf8')) as Truth
export const named = (cases: readonly Case[]) => cases.map((one) => [`${one.op} ${one.name}`, one] as const)
export const styleOf = ({ op }: Case): string => (op.endsWith('.linear') ? 'lin' : op.split('.')[1]!)
/** OpenColorIO writes R, G, B, master. */
export const yrgb = (v: number[]): number[] => [v[3]!, v[0]!, v[1]!, v[2]!]
export const held = (x: number) => Math.min(Math.max(x, -65504), 65504)
export const worst = (got: readonly Triple[], want: readonly Triple[]): number =>
  Math.max(...got.flatMap((rgb, i) => rgb.map((v, c) => distance(v, held(want[i]![c]!)))))
export const around = (x: number): number[] => {
  const step = 2 ** (Math.floor(Math.log2(Math.abs(x) || 2 ** -32)) - 23)
  return [-2, -1, 0, 1, 2].map((n) => f32(x + n * step))
}
export const greys = (values: readonly number[]): Triple[] => values.map((v) => [f32(v), f32(v), f32(v)])

export const zones = ['blacks', 'shadows', 'midtones', 'highlights', 'whites'] as const
export type Tone = Partial<Record<(typeof zones)[number], number[]>> & { scontrast?: number }
export const second = {
  blacks: 'width',
  shadows: 'pivot',
  midtones: 'width',
  highlights: 'pivot',
  whites: 'width',
} as const
export function toneValues(style: string, tone: Tone): Record<string, Value> {
  const values: Record<string, Value> = { style: [style] }
  const prefix = style === 'lin' ? 'lin-' : ''
  for (const id of zones) {
    const n = tone[id]
    if (!n) continue
    values[id] = yrgb(n)
    values[`${prefix}${id}-${id === 'midtones' ? 'centre' : 'start'}`] = [n[4]!]
    values[`${prefix}${id}-${second[id]}`] = [n[5]!]
  }
  if (tone.scontrast !== undefined) values['s-contrast'] = [tone.scontrast]
  return values
}
export const kinds = {
  hue_hue: 'turn',
  hue_sat: 'hue',
  hue_lum: 'hue',
  hue_fx: 'hue',
  lum_sat: 'level',
  sat_lum: 'level',
  sat_sat: 'diagonal',
  lum_lum: 'diagonal',
} as const
export type HueCurves = Partial<Record<keyof typeof kinds, number[][]>>
export const hueValues = (style: string, p: HueCurves): Record<string, Value> => ({
  style: [style],
  ...Object.fromEntries(Object.entries(p).map(([id, points]) => [id.replace('_', '-'), points.flat()])),
})

/** From fingers to stored numbers: rates, keeping and limits, all read from the operator's own definition. Pure. */
import { fromShown, holdHard, type Param, printShown, toShown } from '../../shared/op/param.ts'

/** How much a number moves a pixel, as a share of its soft range. Fields and masters under a wheel are finer than a lone number. */
export const rates = { ball: 0.0006, master: 0.001, field: 0.001, name: 0.002 } as const
/** Alt divides every rate by ten. */
export const fineDivisor = 10

/** Width of the range that a wheel or slider reaches, as stored. */
export const fullScale = (param: Param): number => param.soft[1] - param.soft[0]

/**
 * Rounds a stored number to what is kept: one decimal more than is shown, of the shown number (0.00 keeps 0.000). Never −0.
 */
export function keep(param: Param, stored: number): number {
  const factor = 10 ** (param.shown.decimals + 1)
  const shown = Math.round(toShown(param, stored) * factor) / factor
  return fromShown(param, shown) + 0
}

/** Kept and held to the hard range: what a gesture may write. */
export const settle = (param: Param, stored: number): number => holdHard(param, keep(param, stored)) + 0

/** A drag stops at the soft range, unless the number already stood beyond it: typing may go further. */
export function slide(param: Param, from: number, delta: number): number {
  const [low, high] = param.soft
  const to = from + delta
  if (to > high) return Math.max(high, Math.min(from, to))
  if (to < low) return Math.min(low, Math.max(from, to))
  return to
}

/** One step of the last shown decimal, as stored. */
export const step = (param: Param): number => 1 / 10 ** param.shown.decimals / Math.abs(param.shown.scale)

/**
 * Reads what somebody typed as a shown number: a decimal point or comma, a sign, `+=` or `-=` for a relative change, and a unit behind it
 * where a hand writes one out of habit. Null where it is no number.
 */
export function parseTyped(param: Param, text: string, stored: number): number | null {
  const match = /^\s*([+-]=)?\s*([+-]?(?:\d+[.,]?\d*|[.,]\d+))\s*(?:%|°|K|deg|px|stops?|nits?)?\s*$/i.exec(
    text.replaceAll('−', '-'),
  )
  if (!match) return null
  const number = Number(match[2]!.replace(',', '.'))
  if (!match[1]) return fromShown(param, number)
  return fromShown(param, toShown(param, stored) + (match[1] === '-=' ? -number : number))
}

/** What a number typed beyond the hard range comes to, as a sentence; null where it is taken as it was typed. */
export function beyond(param: Param, name: string, stored: number): string | null {
  const held = settle(param, stored)
  // What is kept of a number may differ from it by half a step of what is kept.
  if (Math.abs(held - stored) <= step(param) / 10) return null
  const [low, high] = param.hard.map((end) => printShown(param, end))
  return `${name} goes from ${low} to ${high}: it stands at ${printShown(param, held)}.`
}

/** Place value of the digit left of the caret: `12.34` with the caret at the end is 0.01, after the 2 it is 1. */
export function caretStep(text: string, caret: number): number {
  const point = text.search(/[.,]/)
  const ones = point < 0 ? text.length : point
  const at = Math.min(Math.max(caret, 1), text.length)
  if (at <= ones) return 10 ** (ones - at)
  return 10 ** -(at - ones - 1 || 1)
}

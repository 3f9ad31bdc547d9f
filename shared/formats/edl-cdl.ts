/**
 * ASC CDL in the comments of a CMX3600 edit list: `*ASC_SOP (s s s)(o o o)(p p p)` and `*ASC_SAT v` after the event they belong to, as Avid,
 * Resolve and Premiere write them: a space after the star, a colon, commas, spaces between the groups.
 */

import { parseF32 } from '../op/decimal.ts'
import { type Correction, restCorrection } from './cdl.ts'

/** An event of the list that carries a correction. */
export interface EventCorrection {
  /** The event's number as it is written: `001`. */
  readonly event: string
  readonly reel: string
  /** FROM CLIP NAME, where the list has one. */
  readonly clip: string | null
  readonly correction: Correction
}

const eventPattern = /^(\d{1,6})\s+(\S+)\s+\S+\s+\S+/
const sopPattern = /^\*\s*ASC_SOP\s*:?\s*\(([^)]*)\)\s*\(([^)]*)\)\s*\(([^)]*)\)\s*$/i
const satPattern = /^\*\s*ASC_SAT\s*:?\s*(\S+)\s*$/i
const namePattern = /^\*\s*FROM CLIP NAME\s*:\s*(.*?)\s*$/i

type Triple = [number, number, number]

function tripleOf(group: string): Triple | null {
  const values = group
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseF32)
  return values.length === 3 && values.every((v) => v !== null) ? (values as Triple) : null
}

/** The corrections of a list in its order, none where it carries none; one sentence with the line where a comment is not what it says. */
export function parseEdlCdl(text: string): readonly EventCorrection[] | string {
  const events: { event: string; reel: string; clip: string | null; own: Correction | null }[] = []
  for (const [i, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim()
    const at = `Line ${i + 1}: `
    const [, event, reel] = eventPattern.exec(line) ?? []
    const last = events.at(-1)
    // The second line of a transition has its event's number again: it is one event, of the reel that it goes to.
    if (event !== undefined && event === last?.event) last.reel = reel!
    else if (event !== undefined) events.push({ event, reel: reel!, clip: null, own: null })
    if (!/^\*\s*(?:ASC_|FROM CLIP NAME)/i.test(line)) continue
    if (!last) return `${at}the comment ${line.slice(0, 40)} stands before any event.`
    last.clip ??= namePattern.exec(line)?.[1] ?? null
    if (/^\*\s*ASC_SOP/i.test(line)) {
      const [slope, offset, power] = (sopPattern.exec(line) ?? []).slice(1).map(tripleOf)
      if (!slope || !offset || !power)
        return `${at}ASC_SOP takes three groups of three numbers in brackets, not ${line.slice(0, 120)}.`
      if (slope.some((v) => v < 0)) return `${at}a slope is at least 0, not ${Math.min(...slope)}.`
      if (power.some((v) => v <= 0)) return `${at}a power is above 0, not ${Math.min(...power)}.`
      last.own = { ...(last.own ?? restCorrection), slope, offset, power }
    } else if (/^\*\s*ASC_SAT/i.test(line)) {
      const saturation = parseF32(satPattern.exec(line)?.[1] ?? '')
      if (saturation === null || saturation < 0)
        return `${at}ASC_SAT takes one number, at least 0, not ${line.slice(0, 120)}.`
      last.own = { ...(last.own ?? restCorrection), saturation }
    }
  }
  return events.flatMap(({ own, ...event }) => (own ? [{ ...event, correction: own }] : []))
}

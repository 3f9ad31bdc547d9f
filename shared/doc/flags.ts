/** Flags and clip colours: what people hang on a clip for one another while they work. They are no part of its grade, nor of its picture. */
import type { GradeWriter } from './edit.ts'
import type { Entries } from './grade.ts'

/** Colours of flags in menu order: eight of Resolve's sixteen, by its names (manual v20, "Flags"). A clip has any number of them at once. */
export const flagColours = ['blue', 'cyan', 'green', 'yellow', 'red', 'pink', 'purple', 'cream'] as const
export type FlagColour = (typeof flagColours)[number]

/** Colours of clips in menu order: eight of Resolve's sixteen, by its names. A clip has one at most. */
export const clipColours = ['orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink', 'brown'] as const
export type ClipColour = (typeof clipColours)[number]

/** The key of one flag: each has its own, so that two people who flag a clip at once both do. */
export const flagKey = (clip: string, flag: FlagColour): string => `c.${clip}/flag.${flag}`
export const colourKey = (clip: string): string => `c.${clip}/colour`

/** The flags of a clip, in menu order. */
export const clipFlags = (entries: Entries, clip: string): readonly FlagColour[] =>
  flagColours.filter((flag) => entries.has(flagKey(clip, flag)))

/** The colour of a clip, or null. */
export const clipColour = (entries: Entries, clip: string): ClipColour | null =>
  (entries.get(colourKey(clip))?.[0] as ClipColour | undefined) ?? null

/** True for the key of a flag or a clip colour: what going back to an earlier grade, and the word on who graded a clip last, leave aside. */
export const isAside = (key: string): boolean => /^c\.[0-9a-z]{8}\/(?:colour|flag\.[a-z]+)$/.test(key)

/** Hangs a flag on a clip, or takes it off. */
export function setFlag(grade: GradeWriter, clip: string, flag: FlagColour, on: boolean): void {
  if (on) grade.put(flagKey(clip, flag), [true])
  else grade.reset(flagKey(clip, flag))
}

/** Gives a clip its colour, or with null none. */
export function setClipColour(grade: GradeWriter, clip: string, colour: ClipColour | null): void {
  if (colour === null) grade.reset(colourKey(clip))
  else grade.put(colourKey(clip), [colour])
}

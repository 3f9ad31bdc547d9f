/** Grades that once came out differently somewhere, as small as they still did: a named test each (`sameness.test.ts`). */
import type { Case } from './grades.ts'

export const scars: readonly Case[] = []

/** A slice of `npm run fuzz -- day`: an hour instead of eight. */
import './world.ts'
import { expect, it } from 'vitest'
import { day } from './day.ts'
import { grown } from './grown.ts'

it('[INV19] an hour of two colorists and a room that comes and goes: documents and log grow by a few bytes a gesture, no faster at its end than at its beginning', async () => {
  const hours = await day(1, 60, 6, 30)
  expect(hours.at(-1)!.gestures).toBeGreaterThan(1000)
  const { faults, documentBytes, logBytes } = grown(hours)
  expect(faults).toEqual([])
  expect([documentBytes > 0, logBytes > documentBytes]).toEqual([true, true])
})

/** A slice of `npm run fuzz -- kill`; the store's own points are held by `test/hub/kill.test.ts`. */
import { expect, it } from 'vitest'
import { kill } from './kill.ts'

it('[INV16] twelve kills at random instants while five suites edit: nothing told saved or shown to others is lost, and every edit is everywhere', async () => {
  const done = await kill(Number(process.env.SEED ?? 1), 12)
  expect(done.kills).toBe(12)
  expect(done.told, 'somebody was told before a hub died').toBeGreaterThan(3)
}, 120_000)

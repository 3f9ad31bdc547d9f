/** A slice of `npm run fuzz -- attack`. */
import './world.ts'
import { expect, it } from 'vitest'
import { attack } from './attack.ts'

it('[INV9] 20,000 hostile updates and 2,000 hostile messages change nothing that they may not and crash nothing; allowed parts of them land', async () => {
  const done = await attack(Number(process.env.SEED ?? 1), { updates: 20_000, words: 2_000 })
  expect([done.updates, done.words]).toEqual([20_000, 2_000])
  expect(done.changes, 'what was allowed has landed').toBeGreaterThan(1000)
  expect(done.hard, 'what has no form was refused').toBeGreaterThan(1000)
}, 120_000)

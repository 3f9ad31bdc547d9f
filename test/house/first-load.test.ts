import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from './tree.ts'

/** `bin/` is plain JavaScript: what is taken from it is said here. */
interface Load {
  readonly name: string
  readonly gzipped: number
  readonly ceiling: number
}

describe('[HOUSE11] the first load', () => {
  let loads: readonly Load[]
  beforeAll(async () => {
    const ground = (await import(join(root, 'bin', 'ground.mjs'))) as { build(): void }
    const { firstLoads } = (await import(join(root, 'bin', 'sizes.mjs'))) as { firstLoads(dist: string): Load[] }
    // Built only where sources have changed since.
    ground.build()
    loads = firstLoads(join(root, 'dist'))
  }, 240_000)

  it.each(['room', 'review', 'grader'])('[HOUSE11] of the %s keeps under its ceiling', (name) => {
    const { gzipped, ceiling } = loads.find((one) => one.name === name)!
    expect(gzipped).toBeGreaterThan(100_000)
    expect(gzipped).toBeLessThanOrEqual(ceiling)
  })

  it('[HOUSE11] before the form is React and the form', () => {
    expect(loads.find(({ name }) => name === 'form')!.gzipped).toBeLessThan(80_000)
  })
})

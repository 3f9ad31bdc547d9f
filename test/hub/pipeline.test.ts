/** The session's colour pipeline: set by the engineer, seen by all, refused where a space is none. */
import { afterEach, describe, expect, it } from 'vitest'
import { restPipeline } from '../../shared/doc/session-read.ts'
import { done, refused } from '../archive/kit.ts'
import { type Stage, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

describe('the command pipeline', () => {
  it('[SPACE2] sets the working and the output space for every suite, and what it answers takes it back', async () => {
    at = await stage({ linked: true })
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    expect(ann.session.pipeline).toEqual(restPipeline)
    const said = await done<{ before: unknown }>(eve.command('pipeline', { output: 'rec2100-pq' }))
    expect(said).toEqual({ working: restPipeline.working, output: 'rec2100-pq', before: restPipeline })
    await until('Ann sees it', () => ann.session.pipeline.output === 'rec2100-pq')
    await done(eve.command('pipeline', { ...(said.before as object) }))
    await until('it is as it was', () => ann.session.pipeline.output === restPipeline.output)
  })

  it('[SPACE2] is refused for a space that is none, for nothing, and to who does not arrange', async () => {
    at = await stage({ linked: true })
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    for (const args of [{}, { working: 'logc9' }, { output: 3 }, { working: 'acescct', output: '' }])
      expect([args, await refused(eve.command('pipeline', args))]).toEqual([args, 'argument'])
    expect(await refused(ann.command('pipeline', { output: 'srgb' }))).toBe('role')
    expect(eve.session.pipeline).toEqual(restPipeline)
  })
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { prepareSession } from '../../server/library.ts'
import { demo, demoClips } from './kit.ts'

describe('the demo', () => {
  it('[MEDIA18] is five clips of 1080p camera log in 10 bits with timecodes of their own, under 15 MB together', async () => {
    const { media, skipped, name } = await prepareSession(demo)
    expect([media.length, skipped, name]).toEqual([5, [], 'demo'])
    for (const one of media)
      expect(one).toMatchObject({
        width: 1920,
        height: 1080,
        depth: 10,
        frames: 48,
        space: 'logc3-ei800-awg3',
        matrix: 'bt709',
        range: 'limited',
      })
    expect(new Set(media.map(({ startTimecode }) => startTimecode)).size).toBe(5)
    expect(media[0]!.startTimecode).toBe((62 * 60 + 10) * 24)
    expect(media.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(15_000_000)
  })

  it('[MEDIA18] says of each clip which photograph it is of, and under which licence', () => {
    const licence = readFileSync(join(demo, 'LICENSE'), 'utf8')
    const script = readFileSync(join(demo, '..', 'make.ts'), 'utf8')
    expect(licence).toMatch(/CC-BY-SA-4\.0/)
    for (const clip of demoClips) {
      const photo = new RegExp(`^${clip.replaceAll('.', '\\.')} +(\\S+)$`, 'm').exec(licence)?.[1]
      expect(photo, clip).toBeDefined()
      expect(script).toContain(`photo: '${photo}'`)
    }
    expect(existsSync(join(demo, '..', 'README.md'))).toBe(true)
  })
})

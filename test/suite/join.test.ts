import { afterEach, describe, expect, it } from 'vitest'
import { joinSuite } from '../../shared/suite/join.ts'
import { parseLink } from '../../shared/suite/ticket.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const gain = `c.${clipId(1)}/0/node0001/primaries.gain`

describe('joining', () => {
  it('[SUITE1] a link becomes a suite that is live, with the session, its seat and its name', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    expect(ann.link).toEqual({ kind: 'live' })
    expect(ann.role).toBe('colorist')
    expect(ann.session.timeline.clips.map((clip) => clip.name)).toEqual(['shot 1', 'shot 2', 'shot 3'])
    await until('the name stands', () => ann.session.seats.get(ann.seat)?.name === 'Ann')
    expect(Math.abs(ann.hubNow() - Date.now())).toBeLessThan(2_000)
  })

  it('[SUITE2] an edit of one is in the other, and its author is told when it is on disk', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const before = ann.revision
    expect(ann.edit('c.clip0001', 'Gain', (grade) => grade.put(gain, [1, 1.5, 1, 1]))).toBeNull()
    expect(ann.entries.get(gain)).toEqual([1, 1.5, 1, 1])
    await until('Ben has it', () => ben.entries.has(gain))
    expect(ben.entries.get(gain)).toEqual([1, 1.5, 1, 1])
    await until('the revision is told', () => ann.revision > before && ben.revision === ann.revision)
  })

  it('[SUITE3] a link that is none, or no longer good, is refused in one sentence', async () => {
    at = await stage()
    expect(parseLink('http://127.0.0.1:15000/')).toMatch(/no link of a session/)
    await expect(at.join('Ann', 'colorist', { key: 'not-the-key-of-anything' })).rejects.toThrow(/\.$/)
  })

  it('[SUITE3] a hub that does not answer is waited for in words, until one gives up', async () => {
    const waits: string[] = []
    const control = new AbortController()
    const joining = joinSuite({
      hub: 'http://127.0.0.1:9',
      session: 'abcdefgh',
      key: 'k'.repeat(32),
      WebSocket: globalThis.WebSocket,
      fetch: () => Promise.reject(new TypeError('fetch failed')),
      clock: () => performance.now(),
      random: () => 0.5,
      engine: 'none',
      waiting: (sentence) => {
        waits.push(sentence)
        control.abort()
      },
      signal: control.signal,
    })
    await expect(joining).rejects.toThrow('Joining was given up.')
    expect(waits).toEqual(['The hub at http://127.0.0.1:9 does not answer.'])
  })

  it('[SUITE4] who comes back with the seat key kept in the store is the same seat', async () => {
    at = await stage()
    const first = await at.join('Ann')
    await until('kept', () => first.link.kind === 'live')
    first.leave()
    await until('stored', () => true)
    const again = await at.join('Ann')
    expect(again.seat).toBe(first.seat)
    const other = await at.join('Ben')
    expect(other.seat).not.toBe(first.seat)
  })
})

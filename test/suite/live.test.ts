import { afterEach, describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { Overlays, silenceMs } from '../../shared/suite/overlay.ts'
import { Drag } from '../../shared/suite/scrub.ts'
import type { Timers } from '../../shared/suite/timers.ts'
import { decodeMessage } from '../../shared/wire/messages.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const level = `c.${clipId(1)}`
const gain = `${level}/0/node0001/primaries.gain`
const values = (n: number): Map<string, Value> => new Map([[gain, [1, n, 1, 1]]])

/** Time turned by hand. */
function handClock() {
  let now = 0
  const jobs: { at: number; every: number | null; call: () => void; gone: boolean }[] = []
  const add = (ms: number, every: number | null, call: () => void) => {
    const job = { at: now + ms, every, call, gone: false }
    jobs.push(job)
    return () => {
      job.gone = true
    }
  }
  const timers: Timers = { after: (ms, call) => add(ms, null, call), every: (ms, call) => add(ms, ms, call) }
  return {
    clock: () => now,
    timers,
    pass(ms: number) {
      const end = now + ms
      for (;;) {
        const next = jobs.filter((job) => !job.gone && job.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = Math.max(now, next.at)
        if (next.every === null) next.gone = true
        else next.at += next.every
        next.call()
      }
      now = end
    },
  }
}

describe('the word of a drag', () => {
  const drag = (slow = () => false) => {
    const time = handClock()
    const said: { at: number; seq: number; value: number }[] = []
    const ends: string[] = []
    const made = new Drag('dragdrag', {
      clock: time.clock,
      timers: time.timers,
      draw: () => true,
      say: (_, seq, values) => {
        if (slow()) return false
        said.push({ at: time.clock(), seq, value: values.get(gain)![1] as number })
        return true
      },
      keep: () => ends.push('keep'),
      drop: () => ends.push('drop'),
      over: () => ends.push('over'),
    })
    return { time, said, ends, made }
  }

  it('[SUITE11] newest only, at most 60 words a second, however fast the fingers are', () => {
    const { time, said, made } = drag()
    for (let i = 1; i <= 1000; i++) {
      made.set(values(i))
      time.pass(1)
    }
    time.pass(20)
    expect(said.length).toBeLessThanOrEqual(61)
    expect(said.length).toBeGreaterThan(50)
    expect(said.at(-1)!.value).toBe(1000)
    for (let i = 1; i < said.length; i++) expect(said[i]!.seq).toBe(said[i - 1]!.seq + 1)
  })

  it('[SUITE12] a control that is held still is heard of two to four times a second', () => {
    const { time, said, made } = drag()
    made.set(values(1))
    time.pass(10_000)
    expect(said.length).toBeGreaterThanOrEqual(20)
    expect(said.length).toBeLessThanOrEqual(41)
    made.discard()
    const { length } = said
    time.pass(10_000)
    expect(said.length).toBe(length)
  })

  it('[SUITE11] a slow socket gets the newest value later instead of every value now', () => {
    let slow = true
    const { time, said, made } = drag(() => slow)
    for (let i = 1; i <= 50; i++) {
      made.set(values(i))
      time.pass(10)
    }
    expect(said).toEqual([])
    slow = false
    time.pass(40)
    expect(said.map(({ value }) => value)).toEqual([50])
  })

  it('[SUITE13] a drag ends once: kept or dropped, and nothing after it counts', () => {
    const { ends, made } = drag()
    made.set(values(1))
    made.commit()
    made.commit()
    made.discard()
    made.set(values(2))
    expect(ends).toEqual(['keep', 'over'])
    const other = drag()
    other.made.set(values(1))
    other.made.discard()
    expect(other.ends).toEqual(['drop', 'over'])
  })
})

describe('overlays', () => {
  it('[SUITE14] another’s overlay ends by live-end or five seconds of silence, and an older word is dropped', () => {
    const overlays = new Overlays()
    overlays.hear('ben', 'd1', 2, values(2), 0)
    expect(overlays.hear('ben', 'd1', 1, values(9), 10).size).toBe(0)
    expect(overlays.values.get(gain)).toEqual([1, 2, 1, 1])
    expect(overlays.expire(silenceMs - 1).size).toBe(0)
    expect([...overlays.expire(silenceMs)]).toEqual([gain])
    overlays.hear('ben', 'd2', 1, values(3), 0)
    expect(overlays.end('cy', 'd2').size).toBe(0)
    expect([...overlays.end('ben', 'd2')]).toEqual([gain])
    expect(overlays.values.size).toBe(0)
  })

  it('[SUITE15] one’s own lies over another’s, is never silent while held, and let go waits for its own end', () => {
    const overlays = new Overlays()
    overlays.hold('ann', 'd1', values(1), 0)
    overlays.hear('ben', 'd1', 1, values(5), 0)
    expect(overlays.values.get(gain)).toEqual([1, 1, 1, 1])
    expect(overlays.holders().get(gain)).toBe('ann')
    overlays.end('ben', 'd1')
    overlays.expire(1e9)
    overlays.end('ann', 'd1')
    expect(overlays.values.get(gain)).toEqual([1, 1, 1, 1])
    overlays.letGo('d1', 100)
    expect(overlays.values.get(gain)).toEqual([1, 1, 1, 1])
    expect(overlays.end('ann', 'd1').size).toBe(1)
    overlays.hold('ann', 'd2', values(1), 0)
    overlays.letGo('d2', 0)
    expect([...overlays.uncover([gain])]).toEqual([gain])
  })
})

describe('a drag between suites', () => {
  it('[SUITE16] drawn here at once, there soon, adjusting in both; the document holds one change after release', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben', 'client')]
    await until('names', () => ben.session.seats.get(ann.seat)?.name === 'Ann')
    const seen: number[] = []
    ben.onKey(gain, () => seen.push((ben.drawn.get(gain)?.[1] as number) ?? Number.NaN))
    const scrub = ann.scrub(level, 'Gain')
    for (let i = 1; i <= 12; i++) {
      scrub.set(values(1 + i / 16))
      expect(ann.drawn.get(gain)).toEqual([1, 1 + i / 16, 1, 1])
      expect(ann.entries.has(gain)).toBe(false)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await until('Ben sees the last value', () => ben.drawn.get(gain)?.[1] === 1.75)
    expect(ben.adjusting.get(gain)).toEqual({ seat: ann.seat, name: 'Ann' })
    expect(ben.entries.has(gain)).toBe(false)
    at.network.sent.clear()
    scrub.commit()
    expect(ann.entries.get(gain)).toEqual([1, 1.75, 1, 1])
    await until('the overlay ends in both', () => ben.adjusting.size === 0 && ann.adjusting.size === 0)
    expect(ben.entries.get(gain)).toEqual([1, 1.75, 1, 1])
    // From the first value to the committed one the picture in the other room never falls back.
    expect(seen.length).toBeGreaterThanOrEqual(3)
    expect([...seen].sort((a, b) => a - b)).toEqual(seen)
    const updates = at.network.sent.get('Ann')!.filter(([type, step]) => type === 0 && step === 2)
    expect(updates.length).toBe(1)
    expect(ann.undoDepth(level)).toBe(1)
  })

  it('[SUITE28] what is changed while another’s change is being heard is sent like any other, each time', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const lift = `${level}/0/node0001/primaries.lift`
    const answered: number[] = []
    ben.onKey(gain, () => {
      const heard = ben.entries.get(gain)?.[1] as number
      answered.push(heard)
      ben.edit(level, 'Lift', (grade) => grade.put(lift, [0, heard / 16, 0, 0]))
    })
    for (const n of [1.25, 1.5, 1.75]) {
      ann.edit(level, 'Gain', (grade) => grade.put(gain, [1, n, 1, 1]))
      await until('the answer is with Ann', () => ann.entries.get(lift)?.[1] === n / 16)
    }
    expect(answered).toEqual([1.25, 1.5, 1.75])
  })

  it('[SUITE17] a discarded drag leaves nothing; a key another holds cannot be moved, and one is told who has it', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    await until('names', () => ben.session.seats.get(ann.seat)?.name === 'Ann')
    const scrub = ann.scrub(level, 'Gain')
    scrub.set(values(2))
    await until('Ben sees it', () => ben.drawn.get(gain)?.[1] === 2)
    const other = ben.scrub(level, 'Gain')
    other.set(values(3))
    await until('Ben is told', () => ben.messages.some(({ sentence }) => /held by Ann/.test(sentence)))
    expect(ben.drawn.get(gain)).toEqual([1, 2, 1, 1])
    other.commit()
    expect(ben.entries.has(gain)).toBe(false)
    expect(ann.drawn.get(gain)).toEqual([1, 2, 1, 1])
    scrub.discard()
    expect(ann.drawn.has(gain)).toBe(false)
    await until('gone there too', () => ben.drawn.get(gain) === undefined)
    expect(ann.undoDepth(level)).toBe(0)
    expect(ben.link).toEqual({ kind: 'live' })
  })

  it('[SUITE18] a drag over a lost link: the commit stands here at once, and the others’ overlays are forgotten', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    const scrub = ann.scrub(level, 'Gain')
    scrub.set(values(2))
    await until('Ben sees it', () => ben.drawn.get(gain)?.[1] === 2)
    at.network.cut('Ben')
    await until('forgotten', () => ben.drawn.get(gain) === undefined)
    at.network.cut('Ann')
    await until('offline', () => ann.link.kind === 'offline')
    expect(ann.drawn.get(gain)).toEqual([1, 2, 1, 1])
    scrub.commit()
    expect([...ann.adjusting]).toEqual([])
    expect(ann.drawn.get(gain)).toEqual([1, 2, 1, 1])
    at.network.mend('Ann')
    at.network.mend('Ben')
    await until('Ben has it', () => ben.entries.get(gain)?.[1] === 2)
  })

  it('[SUITE18] who joins in the middle of a drag gets the open overlay', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    const scrub = ann.scrub(level, 'Gain')
    scrub.set(values(2))
    await until('it left', () => at!.network.sent.get('Ann')!.some((frame) => decodeMessage(frame)?.kind === 'live'))
    const ben = await at.join('Ben', 'client')
    await until('Ben sees it', () => ben.drawn.get(gain)?.[1] === 2)
    scrub.discard()
  })
})

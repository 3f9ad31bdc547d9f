import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ClipDecoder, MediaSource } from '../../client/media/open-clip.ts'
import { Frames } from '../../client/viewer/frames.ts'
import type { Media } from '../../shared/doc/session.ts'
import type { RawFrame } from '../../shared/media/planes.ts'
import { session } from '../render/kit.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const [any] = session(2, 2).media.values()
const media = (id: string): Media => ({ ...any!, id })
const raw: RawFrame = {
  format: 'yuv420p',
  width: 2,
  height: 2,
  planes: [new Uint8Array(4), new Uint8Array(1), new Uint8Array(1)],
  turn: 0,
} as unknown as RawFrame

/** Five clips, which of them run, and which were told to rest. */
function library() {
  const running = new Set<string>()
  const rests: string[] = []
  const open = async (_: MediaSource, { id }: Media): Promise<ClipDecoder> => ({
    frames: 48,
    raw: async () => {
      running.add(id)
      return raw
    },
    rest: () => {
      rests.push(id)
      running.delete(id)
    },
    close: () => void running.delete(id),
  })
  const frames = new Frames(open)
  for (const id of 'abcde') frames.put(id, { kind: 'library', url: '', bearer: '' })
  return { running, rests, frames }
}

it('[MEDIA22] decoders beside the one used last let go of what they have ahead after two seconds, and go on when they are asked', async () => {
  const { running, rests, frames } = library()
  const take = (id: string, n: number) => frames.raw(media(id), n)
  for (const id of 'abcde') await take(id, 0)
  // Four are open at most.
  await vi.advanceTimersByTimeAsync(0)
  expect([...running]).toEqual([...'bcde'])
  await vi.advanceTimersByTimeAsync(900)
  expect(rests).toEqual([])
  await take('c', 1)
  await vi.advanceTimersByTimeAsync(2100)
  expect([...running]).toEqual(['c'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect([...running]).toEqual(['c'])
  await take('d', 1)
  expect([...running]).toEqual(['c', 'd'])
  // While one plays, the other rests.
  for (let n = 2; n < 8; n++) {
    await take('d', n)
    await vi.advanceTimersByTimeAsync(500)
  }
  expect([...running]).toEqual(['d'])
  expect(rests.filter((id) => id === 'c')).toHaveLength(1)
})

it('[MEDIA22] of a clip of which one frame alone is wanted nothing is decoded ahead, and whoever is wanted on runs on', async () => {
  const { running, rests, frames } = library()
  await frames.raw(media('a'), 0)
  for (const id of 'bcdea') await frames.small(media(id), 1, [1, 1], true)
  expect([...running]).toEqual(['a'])
  expect(rests).toEqual([...'bcde'])
  // Wanted on while its one frame is being decoded: it runs.
  const alone = frames.raw(media('e'), 2, true)
  await Promise.all([alone, frames.raw(media('e'), 3)])
  expect([...running]).toEqual([...'ae'])
})

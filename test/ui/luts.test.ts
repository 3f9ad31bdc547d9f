/** LUTs between page and picture worker: what a grade names is asked for once, fetched, handed over, and drawn when it has come. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LutShelf } from '../../client/viewer/lut-shelf.ts'
import { LutRoom } from '../../client/viewer/luts.ts'
import type { ToWorker } from '../../client/viewer/work.ts'

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)]
const bytes = new Uint8Array(readFileSync(new URL('../truth/luts/look_5.cube', import.meta.url)))
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('[LUT11] LUTs in a browser', () => {
  it('[LUT11] what a grade names is asked for once, before a picture wants it, a keyframe’s too; what is no LUT is not here', () => {
    const asked: string[] = []
    const shelf = new LutShelf((blob) => asked.push(blob))
    shelf.see('c.clip0001/0/node0001/lut.table', [A])
    shelf.see('c.clip0001/0/node0001/lut.table@12', ['static', B])
    shelf.see('c.clip0001/0/node0002/lut.table', [''])
    shelf.see('c.clip0001/0/node0002/label', ['a label'])
    shelf.see('c.clip0001/0/node0001/lut.table', null)
    expect([shelf.get(A), shelf.get(A), shelf.get('')]).toEqual([null, null, null])
    expect(asked).toEqual([A, B])
    expect(shelf.put(A, bytes)).toBe(true)
    expect(shelf.get(A)?.title).toBe('look 5')
    expect(shelf.put(B, new TextEncoder().encode('no LUT'))).toBe(false)
    expect(shelf.get(B)).toBe(null)
    expect(asked).toEqual([A, B])
  })

  it('[LUT11] what is wanted is fetched, handed to the worker and told to whoever draws; what fails is asked for again', async () => {
    const posted: ToWorker[] = []
    const waits: (() => void)[] = []
    const answers: (Uint8Array<ArrayBuffer> | string)[] = ['The hub does not answer.', bytes]
    let [told, asked] = [0, 0]
    const room = new LutRoom({
      suite: { luts: { list: [], bytes: async () => answers[asked++]!, put: async () => ({ ok: true, value: null }) } },
      post: (message) => void posted.push(message),
      after: (_, then) => {
        waits.push(then)
        return () => void waits.splice(waits.indexOf(then), 1)
      },
    })
    const heard: string[] = []
    const media = room.with({
      source: (id) => id,
      on: (hear) => {
        hear()
        return () => void heard.push('stopped')
      },
    })
    const stop = media.on(() => told++)
    expect([told, media.source('x')]).toEqual([1, 'x'])
    await room.want(A)
    expect([posted.length, waits.length, told]).toEqual([0, 1, 1])
    waits[0]!()
    await settle()
    expect(posted).toEqual([{ kind: 'lut', blob: A, bytes }])
    expect(told).toBe(2)
    stop()
    expect(heard).toEqual(['stopped'])
    answers.push('gone')
    await room.want(B)
    expect(waits.length).toBe(2)
    room.close()
    expect(waits.length).toBe(1)
  })
})

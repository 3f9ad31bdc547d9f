import { expect, it } from 'vitest'
import { breath, Turns } from '../../client/viewer/turns.ts'

/** Turns whose pictures are finished by hand. */
function turns() {
  const begun: number[] = []
  const left: number[] = []
  const drawn: boolean[] = []
  const ends: (() => void)[] = []
  const all = new Turns<number>({
    draw: (one) => {
      begun.push(one)
      return new Promise((end) => ends.push(end))
    },
    left: (one) => left.push(one),
    drawn: (next) => drawn.push(next),
  })
  const end = async () => {
    ends.shift()!()
    await breath()
    await breath()
  }
  return { begun, left, drawn, end, all }
}

it('[UI133] one picture at a time; of those that wait the newest is begun, and the others are left at once', async () => {
  const { begun, left, drawn, end, all } = turns()
  all.add(1)
  expect(begun).toEqual([1])
  for (const one of [2, 3, 4]) all.add(one)
  expect([begun, left]).toEqual([[1], [2, 3]])
  await end()
  expect([begun, left, drawn]).toEqual([[1, 4], [2, 3], [true]])
  await end()
  expect(drawn).toEqual([true, false])
  all.add(5)
  expect(begun).toEqual([1, 4, 5])
})

it('[UI133] what was said while a picture was drawn is heard before the next one is begun', async () => {
  const said: string[] = []
  const { port1, port2 } = new MessageChannel()
  const all = new Turns<number>({
    draw: async (one) => {
      said.push(`draws ${one}`)
      // As on the worker's own port, while its thread is held by a picture.
      if (one === 1) for (const next of [2, 3]) port2.postMessage(next)
    },
    left: (one) => said.push(`leaves ${one}`),
    drawn: () => {},
  })
  const both = new Promise<void>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<number>) => {
      said.push(`hears ${data}`)
      all.add(data)
      if (data === 3) resolve()
    }
  })
  all.add(1)
  await both
  await breath()
  await breath()
  port1.close()
  expect(said).toEqual(['draws 1', 'hears 2', 'hears 3', 'leaves 2', 'draws 3'])
})

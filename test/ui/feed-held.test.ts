/** A hold comes and goes: the picture worker's copy of the grade follows, however much was edited under it. */
import { expect, it } from 'vitest'
import { Feed } from '../../client/viewer/feed.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { Layered, Shelves } from '../../shared/doc/read.ts'

const shelves = (pairs: Readonly<Record<string, Value>>): Shelves => {
  const out = new Shelves()
  for (const [key, value] of Object.entries(pairs)) out.set(key, value)
  return out
}
const key = (name: string) => `c.clip0001/0/node0001/primaries.${name}`

it('[HOLDUI3] the worker holds what is drawn: the held state with keys that the document has lost, and the document again when it goes', () => {
  const [kept, lost, fresh] = [key('lift'), key('gain'), key('gamma')]
  const document = shelves({ [kept]: [1, 1, 1, 1], [lost]: [2, 2, 2, 2] })
  const held = shelves({ [kept]: [1, 1, 1, 1], [lost]: [2, 2, 2, 2] })
  const feed = new Feed()
  const copy = new Map<string, Value>()
  const bring = (entries: Layered, drawn: Layered) => {
    for (const [name, value] of feed.changes(entries, drawn))
      if (value === null) copy.delete(name)
      else copy.set(name, value)
    expect(new Map([...copy])).toEqual(new Map([...drawn]))
  }
  const live = () => new Layered(document, new Map())
  const under = new Layered(held, new Map())
  let entries = live()
  bring(entries, live())
  bring(entries, under)
  document.delete(lost)
  document.set(fresh, [3, 3, 3, 3])
  document.set(kept, [4, 4, 4, 4])
  entries = live()
  bring(entries, under)
  // Let go without another edit: the same entries, another thing drawn.
  bring(entries, live())
  // Who joins under a hold gets the held state first.
  const late = new Feed()
  expect(new Map(late.changes(entries, under).map(([name]) => [name, true]))).toEqual(
    new Map([
      [kept, true],
      [lost, true],
    ]),
  )
})

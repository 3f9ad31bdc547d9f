/** Notes as values: what is written is what is read, who has said what, and which suite sends a still. */
import { afterEach, describe, expect, it } from 'vitest'
import { placeNotes } from '../../client/state/placed.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { type Mark, mostPoints, type Note, readNotes, stateOf, writeNote } from '../../shared/suite/notes.ts'
import { sendsStill } from '../../shared/suite/stills.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { plain as plainSuite } from '../hub/desk.ts'
import { clipId, type Stage, seeded, stage, testMedia, testTimeline, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const plain: Note = {
  ...{ id: 'note0001', seat: 'seat0001', text: 'Warmer, please.', clip: clipId(1), frame: 12, revision: 7, at: 5000 },
  ...{ spot: [0.5, -0.25], look: 'a'.repeat(32), answers: [], done: null },
  marks: [
    { kind: 'pen', numbers: [0, 0, 0.5, 0.25, 1, -0.5] },
    { kind: 'ellipse', numbers: [-0.5, 0.25, 0.125, 0.5] },
    { kind: 'arrow', numbers: [0, 0, 1, 1] },
  ],
}
const order = (marks: readonly Mark[]) => [...marks].sort((a, b) => (a.kind < b.kind ? -1 : 1))

describe('a note', () => {
  it('[NOTE1] is read as it was written, and every value passes the grammar', () => {
    const writes = writeNote(plain, seeded1())
    for (const [key, value] of writes) expect(checkEntry('notes', key, value)).toBeNull()
    const [note] = readNotes(writes)
    expect({ ...note!, marks: order(note!.marks) }).toEqual({ ...plain, marks: order(plain.marks) })
  })

  it('[NOTE1] a long stroke goes on in the next value, from the point where the last one ended', () => {
    const numbers = Array.from({ length: 2 * (2 * mostPoints + 30) }, (_, i) => Math.fround((i % 400) / 400))
    const writes = writeNote({ ...plain, marks: [{ kind: 'pen', numbers }] }, seeded1())
    for (const [key, value] of writes) expect(checkEntry('notes', key, value)).toBeNull()
    const parts = [...writes].filter(([key]) => key.includes('/drawing.')).map(([, [, ...part]]) => part as number[])
    expect(parts).toHaveLength(3)
    const whole = parts.flatMap((part, i) => (i === 0 ? part : part.slice(2)))
    expect(whole).toEqual(numbers)
    for (const [i, part] of parts.entries()) if (i > 0) expect(part.slice(0, 2)).toEqual(parts[i - 1]!.slice(-2))
  })

  it('[NOTE1] what lies beyond the picture is held to the grammar’s bounds, and −0 is 0', () => {
    const wild = { ...plain, spot: [99, -0] as const, marks: [{ kind: 'arrow', numbers: [-99, -0, 1e-9, 3] }] as const }
    for (const [key, value] of writeNote(wild, seeded1())) expect(checkEntry('notes', key, value)).toBeNull()
  })

  it('[NOTE2] answers come oldest first, the word of the newest revision counts, and a tie leaves it open', () => {
    const entries = new Map(writeNote(plain, seeded1()))
    entries.set('seat0002/note0001/answer.answ0002', ['Again', 12, 0, 9])
    entries.set('seat0002/note0001/answer.answ0001', ['Done so', 11, 0, 7])
    const read = () => readNotes(entries)[0]!
    expect(read().answers.map(({ text, revision }) => [text, revision])).toEqual([
      ['Done so', 11],
      ['Again', 12],
    ])
    expect([read().done, stateOf(read())]).toEqual([null, 'answered'])
    entries.set('seat0002/note0001/done', [true, 13])
    expect([read().done, stateOf(read())]).toEqual([{ seat: 'seat0002', revision: 13 }, 'done'])
    entries.set('seat0001/note0001/done', [false, 13])
    expect(read().done).toBeNull()
    entries.set('seat0002/note0001/done', [true, 14])
    expect(read().done).toEqual({ seat: 'seat0002', revision: 14 })
  })

  it('[NOTE2] between suites: a room’s note is answered, done and opened again, each under the writer’s own prefix', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben', 'client')]
    ben.note('Here.', {
      clip: clipId(1),
      frame: 12,
      marks: plain.marks,
      spot: [0.5, 0],
      look: 'b'.repeat(32),
      revision: 1,
    })
    await until('Ann reads it', () => ann.notes.length === 1)
    expect(ann.notes[0]).toMatchObject({ spot: [0.5, 0], look: 'b'.repeat(32), revision: 1, done: null })
    expect(order(ann.notes[0]!.marks)).toEqual(order(plain.marks))
    ann.noting.answer(ann.notes[0]!, 'Warmed the key.')
    ann.noting.finish(ann.notes[0]!, true)
    await until('Ben sees it done', () => ben.notes[0]!.done?.seat === ann.seat)
    expect(ben.notes[0]!.answers.map(({ seat, text }) => [seat, text])).toEqual([[ann.seat, 'Warmed the key.']])
    ben.noting.finish(ben.notes[0]!, false)
    await until('Ann sees it open again', () => stateOf(ann.notes[0]!) === 'answered')
    ann.noting.finish(ann.notes[0]!, true)
    await until('and done again', () => stateOf(ben.notes[0]!) === 'done')
  })

  it('[POL4] another room cannot say that it is done, by its screen or past it', async () => {
    at = await stage()
    const [ben, cy] = [await at.join('Ben', 'client'), await at.join('Cy', 'client')]
    ben.note('Here.', { clip: clipId(1), frame: 12, revision: 1, look: '' })
    await until('Cy reads it', () => cy.notes.length === 1)
    cy.noting.finish(cy.notes[0]!, true)
    expect(cy.messages.at(-1)?.sentence ?? '').toContain('by who made it, or by who grades')
    expect(stateOf(cy.notes[0]!)).toBe('open')
    const room = await plainSuite(at.hub, 'client', 'notes')
    room.map.set(`${room.ticket.seat}/${cy.notes[0]!.id}/done`, [true, 9])
    await until('the hub refuses it', () => room.of('refused').length > 0)
    expect(room.of('refused')[0]!.refusal).toMatchObject({ rule: 'own' })
    ben.noting.finish(ben.notes[0]!, true)
    await until('its maker may', () => stateOf(cy.notes[0]!) === 'done')
    room.leave()
  })

  it('[NOTE3] notes stand in the order of the cut, then of their making; those of lost clips come last', () => {
    const note = (id: string, clip: string, frame: number, made: number) => ({ ...plain, id, clip, frame, at: made })
    const notes = [
      note('d', 'clip0009', 0, 1),
      note('c', clipId(2), 10, 4),
      note('b', clipId(1), 20, 3),
      note('a', clipId(1), 20, 2),
    ]
    expect(placeNotes(notes, testTimeline).map(({ note: { id }, frame }) => [id, frame])).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 48],
      ['d', null],
    ])
  })
})

describe('who sends the still of a stop', () => {
  const media = testMedia[0]!.id
  const ready = async () => {
    at = await stage()
    const [ann, ben, cy, ed] = [
      await at.join('Ann'),
      await at.join('Ben', 'client'),
      await at.join('Cy'),
      await at.join('Ed', 'engineer'),
    ]
    for (const suite of [ann, cy, ed]) suite.match(new Map([[media, 'matched']]))
    ben.match(new Map([[media, 'missing']]))
    const all: readonly Suite[] = [ann, cy, ben, ed]
    await until('all know what all have', () =>
      all.every((suite) => suite.matches.size === 4 && suite.rooms.length === 3),
    )
    return { ann, ben, cy, ed, sends: () => all.filter((suite) => sendsStill(suite, clipId(1))) }
  }
  const ask = async (suite: Suite, verb: string, args = {}) => expect((await suite.command(verb, args)).ok).toBe(true)

  it('[STILL4] nobody without the engineer’s leave; then one of those who grade and have the media, the driver before all', async () => {
    const { ann, cy, ed, sends } = await ready()
    expect(sends()).toEqual([])
    await ask(ed, 'rule', { stills: true })
    await until('one sends', () => sends().length === 1)
    const [first] = [ann, cy].sort((a, b) => (a.seat < b.seat ? -1 : 1))
    expect(sends()).toEqual([first])
    const other = first === ann ? cy : ann
    await ask(other, 'drive')
    await until('the driver alone sends', () => sends().length === 1 && sends()[0] === other)
    expect([ann, cy].some((suite) => sendsStill(suite, clipId(2)))).toBe(false)
  })

  it('[STILL4] nobody while the rooms are held, after the difference is gone, or while it is waived', async () => {
    const { ann, ben, ed, sends } = await ready()
    await ask(ed, 'rule', { stills: true })
    await ask(ann, 'drive')
    await until('Ann sends', () => sends()[0] === ann && sends().length === 1)
    expect((await ann.holding.hold()).ok).toBe(true)
    await until('nobody sends', () => !sends().includes(ann))
    expect((await ann.holding.publish()).ok).toBe(true)
    await until('Ann sends again', () => sends()[0] === ann)
    ben.match(new Map([[media, 'mismatch']]))
    await until('another file wants a still too', () => ann.matches.get(ben.seat)?.get(media) === 'mismatch')
    expect(sends()).toEqual([ann])
    await ask(ed, 'waive', { what: `media/${media}/${ben.seat}`, reason: 'another encoder' })
    await until('a waived difference has a picture', () => sends().length === 0)
  })
})

function seeded1(): (below: number) => number {
  const draw = seeded(1)
  return (below) => Math.floor(draw() * below)
}

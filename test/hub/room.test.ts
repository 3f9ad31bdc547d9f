/**
 * A client room that sends what it may not, by hand and by a stock client: whatever it tries, no replica shows any of it for one event,
 * nothing of it is on disk, and the room's next honest note arrives everywhere.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Hub } from '../../server/hub.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { type DocumentName, documents } from '../../shared/wire/ticket.ts'
import { askTicket, Bare, bare, gain, nextClient, openHub, type Plain, plain, until } from './desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-room-'))
/** Stands in each thing that may not be: in text, or as the id of a node. */
const mark = 'evil0001'
let hub: Hub
let annSeat = ''
/** Replicas that are there from the start, each with every key it was ever told of. */
const witnesses: { readonly suite: Plain; readonly document: DocumentName; readonly told: Set<string> }[] = []
const witness = (document: DocumentName): Plain => witnesses.find((one) => one.document === document)!.suite

const stateOf = (map: { entries(): Iterable<readonly [string, unknown]> }): string =>
  JSON.stringify([...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)))

beforeAll(async () => {
  hub = await openHub({ dataDir: folder })
  for (const document of documents)
    for (const stock of [false, true]) {
      const suite = await plain(hub, stock ? 'observer' : 'colorist', document, { stock })
      const told = new Set<string>()
      suite.map.observe((event) => {
        for (const key of event.keysChanged) told.add(`${key} ${JSON.stringify(suite.map.get(key))}`)
      })
      witnesses.push({ suite, document, told })
    }
  const ann = witness('notes')
  annSeat = ann.ticket.seat
  witness('grade').map.set(gain, [1.5, 1, 1, 1])
  ann.map.set(`${annSeat}/note0001/text`, ['Mine'])
  for (const { suite } of witnesses)
    await until('it is saved', () => suite.heard === suite.sent || suite.messages.length === 0)
})
afterAll(async () => {
  for (const { suite } of witnesses) suite.leave()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

type Write = (map: Y.Map<unknown>) => void

/** An update made by hand over what the room has been sent. */
function forge(document: DocumentName, client: number, write: Write, root: string = document): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(witness(document).doc))
  doc.clientID = client
  const before = Y.encodeStateVector(doc)
  write(doc.getMap(root))
  return Y.encodeStateAsUpdate(doc, before)
}

/** Nothing of it: not in a replica, not in what a replica was ever told, not in a fresh one, not in what is on disk, not in its bytes. */
async function nowhere(): Promise<void> {
  const store = openSqlite(join(folder, 'samelight.sqlite'))
  const loaded = await store.load(hub.session)
  await store.close()
  for (const document of documents) {
    const disk = new Y.Doc()
    for (const row of loaded.log) if (row.document === document) Y.applyUpdate(disk, row.bytes)
    const fresh = await plain(hub, 'observer', document)
    const states = witnesses.filter((one) => one.document === document).map(({ suite }) => stateOf(suite.map))
    states.push(stateOf(fresh.map), stateOf(disk.getMap(document)))
    // The session document counts seats: each reader that joins is one more.
    if (document !== 'session') expect(new Set(states).size, document).toBe(1)
    for (const state of states) expect(state).not.toContain(mark)
    fresh.leave()
  }
  for (const { told } of witnesses) expect([...told].filter((line) => line.includes(mark))).toEqual([])
  for (const name of readdirSync(folder).filter((file) => file.includes('sqlite')))
    expect(readFileSync(join(folder, name), 'latin1').includes(mark), name).toBe(false)
  expect(witness('grade').map.get(gain)).toEqual([1.5, 1, 1, 1])
  expect(witness('notes').map.get(`${annSeat}/note0001/text`)).toEqual(['Mine'])
  expect(witness('session').map.get('link')).toEqual([true])
}

let notes = 0
/** The room's next note, under the same seat, in every replica. */
async function honest(seatKey: string, stock = false): Promise<void> {
  const again = await plain(hub, 'client', 'notes', { seatKey, stock })
  const key = `${again.ticket.seat}/note${String(++notes).padStart(4, '0')}/text`
  again.map.set(key, ['Honest'])
  for (const { suite, document } of witnesses)
    if (document === 'notes') await until('the note is there', () => suite.map.get(key)?.[0] === 'Honest')
  expect([again.of('refused'), again.closeCode]).toEqual([[], 0])
  again.leave()
}

const evilNode = `c.clip0001/0/${mark}/primaries.gain`

describe('a client room, by hand', () => {
  const soft: readonly (readonly [string, DocumentName, string, (seat: string) => Write])[] = [
    ['a control of the grade', 'grade', 'role', () => (map) => map.set(evilNode, [2, 1, 1, 1])],
    ['the value of a wheel', 'grade', 'role', () => (map) => map.set(gain, [9, 1, 1, 1])],
    ['the deletion of a wheel', 'grade', 'role', () => (map) => map.delete(gain)],
    ['the timeline’s grade', 'grade', 'role', () => (map) => map.set(`t/0/${mark}/primaries.gain`, [2, 1, 1, 1])],
    ['a name of a version', 'grade', 'role', () => (map) => map.set('c.clip0001/0/name', [mark])],
    ['another’s note', 'notes', 'own', () => (map) => map.set(`${annSeat}/note0001/text`, [mark])],
    ['the deletion of another’s note', 'notes', 'own', () => (map) => map.delete(`${annSeat}/note0001/text`)],
    [
      'an answer in another’s name',
      'notes',
      'own',
      () => (map) => map.set(`${annSeat}/note0001/answer.aaaaaaaa`, [mark]),
    ],
    ['a note of nobody', 'notes', 'own', () => (map) => map.set('nobody00/note0001/text', [mark])],
    [
      'a clip of the cut',
      'session',
      'session',
      () => (map) => map.set('timeline/clip.clip0001', [mark, 'track001', 'media001', 0, 0, 5, 1, 1]),
    ],
    ['the deletion of a clip', 'session', 'session', () => (map) => map.delete('timeline/clip.clip0001')],
    ['a media', 'session', 'session', () => (map) => map.delete('media/media001')],
    ['the link', 'session', 'session', () => (map) => map.set('link', [false])],
    ['the wheel', 'session', 'session', (seat) => (map) => map.set('driver', [seat])],
    ['its own role', 'session', 'session', (seat) => (map) => map.set(`seats/${seat}`, [mark, 'engineer'])],
    ['a lock', 'session', 'session', (seat) => (map) => map.set(`locks/${mark}`, [seat, 'lock', mark, 'c.clip0001/'])],
    ['the deletion of the state', 'session', 'session', () => (map) => map.clear()],
  ]

  it.each(soft)('[HUB9] %s is refused softly by policy, with a sentence', async (_name, document, rule, make) => {
    for (const step of [2, 1] as const) {
      const { socket, client, ticket } = await bare(hub, 'client', document)
      socket.update(forge(document, client, make(ticket.seat)), step)
      await until('it is refused and reset', () => socket.of('reset').length === 1)
      const [said] = socket.of('refused')
      expect(said!.refusal.rule).toBe(rule)
      expect(said!.refusal.sentence).toMatch(/^\S.* .*\.$/)
      expect(said!.refusal.keys.length).toBeGreaterThan(0)
      expect(socket.closed).toBeNull()
      socket.close()
      await honest(ticket.seatKey)
    }
    await nowhere()
  })

  it('[HUB9] of one update the honest part lands and the rest does not', async () => {
    const { socket, client, ticket } = await bare(hub, 'client', 'notes')
    const own = `${ticket.seat}/note0001/text`
    socket.update(
      forge('notes', client, (map) => {
        map.set(`${annSeat}/note0001/text`, [mark])
        map.set(own, ['Honest'])
        map.delete(`${annSeat}/note0001/text`)
      }),
    )
    await until('it is reset', () => socket.of('reset').length === 1)
    for (const { suite, document } of witnesses)
      if (document === 'notes') await until('the honest part is there', () => suite.map.get(own)?.[0] === 'Honest')
    socket.close()
    await nowhere()
  })

  const nested: Write = (map) => map.set(evilNode, new Y.Map([[mark, 1]]))
  const hard: readonly {
    readonly name: string
    readonly where: readonly DocumentName[]
    readonly write: Write
    readonly root?: string
  }[] = [
    { name: 'a nested type', where: documents, write: nested },
    { name: 'another root', where: documents, write: (map) => map.set(evilNode, [1, 1, 1, 1]), root: mark },
    { name: 'a text that is no list', where: documents, write: (map) => map.set(evilNode, mark) },
    { name: 'a key outside the grammar', where: ['grade', 'notes'], write: (map) => map.set('__proto__', [mark]) },
    { name: 'half a key', where: ['grade'], write: (map) => map.set(`c.clip0001/0/${mark}`, [1]) },
    {
      name: 'a field of a note that is none',
      where: ['notes'],
      write: (map) => map.set(`${annSeat}/note0001/evil`, [mark]),
    },
    { name: 'NaN', where: ['grade'], write: (map) => map.set(evilNode, [Number.NaN, 1, 1, 1]) },
    { name: 'a number that f32 does not hold', where: ['grade'], write: (map) => map.set(evilNode, [0.1, 1, 1, 1]) },
  ]

  it.each(hard)('[HUB11] $name closes with 4409, client room or not', async ({ where, write, root }) => {
    for (const document of where) {
      const { socket, client, ticket } = await bare(hub, 'client', document)
      socket.update(forge(document, client, write, root))
      await until(`it is closed on ${document}`, () => socket.closed !== null)
      expect([socket.closed!.code, socket.of('reset')]).toEqual([4409, []])
      expect(socket.of('refused')[0]!.refusal).toMatchObject({
        rule: 'grammar',
        sentence: expect.stringMatching(/ .*\.$/),
      })
      await honest(ticket.seatKey)
    }
    await nowhere()
  })

  it('[HUB11] bytes of version 2, a foreign id and a gap close with 4409', async () => {
    for (const document of documents) {
      const { socket, ticket } = await bare(hub, 'client', document)
      socket.update(forge(document, witness(document).doc.clientID, (map) => map.set(evilNode, [2, 1, 1, 1])))
      await until('the foreign id is closed', () => socket.closed !== null)
      expect([socket.closed!.code, socket.of('refused')[0]!.refusal.rule]).toEqual([4409, 'owner'])
      const second = await bare(hub, 'client', document, { seatKey: ticket.seatKey })
      const doc = new Y.Doc()
      doc.clientID = second.client
      doc.getMap(document).set(evilNode, [2, 1, 1, 1])
      second.socket.update(Y.encodeStateAsUpdateV2(doc))
      await until('version 2 is closed', () => second.socket.closed !== null)
      expect(second.socket.closed!.code).toBe(4409)
    }
    const { socket, client, ticket } = await bare(hub, 'client', 'notes')
    const doc = new Y.Doc()
    doc.clientID = client
    const own = doc.getMap('notes')
    own.set(`${ticket.seat}/note0001/text`, ['a'])
    const vector = Y.encodeStateVector(doc)
    own.set(`${ticket.seat}/note0002/text`, [mark])
    socket.update(Y.encodeStateAsUpdate(new Y.Doc()), 1)
    socket.update(Y.encodeStateAsUpdate(doc, vector))
    await until('the gap is closed', () => socket.closed !== null)
    expect([socket.closed!.code, socket.of('refused')[0]!.refusal.rule]).toEqual([4409, 'gap'])
    await honest(ticket.seatKey)
    await nowhere()
  })
})

describe('a client room with a stock y-websocket client', () => {
  const attempts: readonly (readonly [DocumentName, string, Write])[] = [
    ['grade', 'role', (map) => map.set(evilNode, [2, 1, 1, 1])],
    ['grade', 'role', (map) => map.delete(gain)],
    ['notes', 'own', (map) => map.set(`${annSeat}/note0001/text`, [mark])],
    ['notes', 'own', (map) => map.delete(`${annSeat}/note0001/text`)],
    ['session', 'session', (map) => map.set('timeline/clip.clip0001', [mark, 'track001', 'media001', 0, 0, 5, 1, 1])],
    ['session', 'session', (map) => map.set('link', [false])],
    ['notes', 'grammar', (map) => map.set('k', new Y.Map([[mark, 1]]))],
  ]

  it.each(attempts)(
    '[HUB12] on %s, rule %s: told, closed with 4409, and its next honest note arrives',
    async (document, rule, write) => {
      const stock = await plain(hub, 'client', document, { stock: true })
      write(stock.map as Y.Map<unknown>)
      await until('it is closed', () => stock.closeCode === 4409)
      expect(stock.of('refused')[0]!.refusal.rule).toBe(rule)
      expect(stock.of('reset')).toEqual([])
      stock.leave()
      await honest(stock.ticket.seatKey, true)
      await nowhere()
    },
  )
})

describe('a client id', () => {
  it('[HUB8] stays its seat’s over a restart: nobody else may declare it, and no struct under it is taken from another', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'samelight-owner-'))
    const first = await openHub({ dataDir })
    const ann = await plain(first, 'colorist', 'grade')
    ann.map.set(gain, [1.5, 1, 1, 1])
    await until('it is saved', () => ann.heard === ann.sent && ann.sent > 0)
    const { clientID } = ann.doc
    const next = new Y.Doc()
    Y.applyUpdate(next, Y.encodeStateAsUpdate(ann.doc))
    next.clientID = clientID
    ann.leave()
    await first.close()
    const second = await openHub({ dataDir })
    expect((await askTicket(second, 'colorist', { clientIds: { grade: clientID } })).status).toBe(409)
    const eve = await bare(second, 'colorist', 'grade')
    const before = Y.encodeStateVector(next)
    next.getMap('grade').set(gain, [9, 1, 1, 1])
    eve.socket.update(Y.encodeStateAsUpdate(next, before))
    await until('it is closed', () => eve.socket.closed !== null)
    expect([eve.socket.closed!.code, eve.socket.of('refused')[0]!.refusal.rule]).toEqual([4409, 'owner'])
    const client = nextClient()
    const { body } = await askTicket(second, 'colorist', {
      seatKey: ann.ticket.seatKey,
      clientIds: { grade: clientID, notes: client },
    })
    expect(body.seat).toBe(ann.ticket.seat)
    const again = await new Bare(second, body, 'grade').open()
    again.update(Y.encodeStateAsUpdate(next, before))
    await until('its own seat may', () => again.of('saved').some((m) => m.heard === 1))
    again.close()
    await second.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})

/** Suites that send what they may not, over real sockets: must-show 3 and 4 of the first issue. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type Hub, startHub } from '../../server/hub.ts'
import { openMemory } from '../../server/store/memory.ts'
import { bare, gain, openHub, type Plain, plain, prepared, until } from './desk.ts'

let hub: Hub
const store = openMemory()
beforeAll(async () => {
  hub = await openHub({ store })
})
afterAll(() => hub.close())

/** An update of one document, made by hand under a client id. */
function forge(root: string, client: number, write: (map: Y.Map<unknown>) => void, from?: Uint8Array): Uint8Array {
  const doc = new Y.Doc()
  if (from) Y.applyUpdate(doc, from)
  doc.clientID = client
  const before = Y.encodeStateVector(doc)
  write(doc.getMap(root))
  return Y.encodeStateAsUpdate(doc, before)
}

/** What every other replica and the disk hold of a key. */
async function seen(document: 'session' | 'grade' | 'notes', key: string): Promise<readonly unknown[]> {
  const fresh = await plain(hub, 'observer', document)
  const value = fresh.map.get(key)
  fresh.leave()
  const loaded = await store.load(hub.session)
  const disk = new Y.Doc()
  for (const row of loaded.log) if (row.document === document) Y.applyUpdate(disk, row.bytes)
  return [value, disk.getMap(document).get(key)]
}

const note = (seat: string, field = 'text'): string => `${seat}/note0001/${field}`

describe('a client room with hand-made updates', () => {
  it("[HUB9] is refused softly by policy: the grade, another's note; its next honest note arrives", async () => {
    const ann = await plain(hub, 'colorist', 'notes')
    const annNote = note(ann.ticket.seat)
    ann.map.set(annNote, ['Mine'])
    await until('the note is saved', () => ann.heard === ann.sent)

    const onGrade = await bare(hub, 'client', 'grade')
    onGrade.socket.update(forge('grade', onGrade.client, (map) => map.set(gain, [2, 1, 1, 1])))
    onGrade.socket.update(forge('grade', onGrade.client, (map) => map.set(gain, [3, 1, 1, 1]).length))
    await until(
      'both are refused',
      () => onGrade.socket.of('refused').length === 2 && onGrade.socket.of('reset').length === 2,
    )
    expect(onGrade.socket.of('refused')[0]!.refusal).toMatchObject({ rule: 'role', keys: [gain] })
    expect(onGrade.socket.of('refused')[0]!.refusal.sentence).toContain('client')
    expect(onGrade.socket.closed).toBeNull()
    expect(await seen('grade', gain)).toEqual([undefined, undefined])

    const onNotes = await bare(hub, 'client', 'notes')
    onNotes.socket.update(forge('notes', onNotes.client, (map) => map.set(annNote, ['Not yours'])))
    await until('it is refused', () => onNotes.socket.of('reset').length === 1)
    expect(onNotes.socket.of('refused')[0]!.refusal).toMatchObject({ rule: 'own', keys: [annNote] })
    const forged = forge('notes', onNotes.client, (map) => map.delete(annNote), Y.encodeStateAsUpdate(ann.doc))
    onNotes.socket.update(forged)
    await until('the deletion is refused', () => onNotes.socket.of('refused').length === 2)
    expect(await seen('notes', annNote)).toEqual([['Mine'], ['Mine']])

    const { askTicket, Bare, nextClient } = await import('./desk.ts')
    const client = nextClient()
    const { body } = await askTicket(hub, 'client', { seatKey: onNotes.ticket.seatKey, clientIds: { notes: client } })
    expect(body.seat).toBe(onNotes.ticket.seat)
    const again = await new Bare(hub, body, 'notes').open()
    again.update(forge('notes', client, (map) => map.set(note(body.seat), ['Honest'])))
    await until('ann reads it', () => ann.map.get(note(body.seat))?.[0] === 'Honest')
    expect(again.of('refused')).toEqual([])
    for (const socket of [onGrade.socket, onNotes.socket, again]) socket.close()
    ann.leave()
  })

  it('[HUB9] a suite that was refused and lost its link before the reset is reset on return', async () => {
    const { askTicket, Bare } = await import('./desk.ts')
    const room = await bare(hub, 'client', 'notes')
    room.socket.update(forge('notes', room.client, (map) => map.set(note('seat0000'), ['x'])))
    await until('it is reset', () => room.socket.of('reset').length === 1)
    room.socket.close()
    const { body } = await askTicket(hub, 'client', { seatKey: room.ticket.seatKey, clientIds: { notes: room.client } })
    const again = await new Bare(hub, body, 'notes').open()
    await until('it is reset again', () => again.of('reset').length === 1)
    again.close()
  })

  it('[HUB10] is refused by policy on the session document, whatever it is', async () => {
    for (const role of ['client', 'engineer'] as const) {
      const room = await bare(hub, role, 'session')
      room.socket.update(
        forge('session', room.client, (map) =>
          map.set('timeline/clip.clip0001', ['Hacked', 'track001', 'media001', 0, 0, 5, 1, 1]),
        ),
      )
      room.socket.update(
        forge('session', room.client, (map) => map.set('link', [false])),
        1,
      )
      await until('both are refused', () => room.socket.of('refused').length === 2)
      expect(room.socket.of('refused').map((m) => m.refusal.rule)).toEqual(['session', 'session'])
      expect(room.socket.closed).toBeNull()
      room.socket.close()
    }
    expect((await seen('session', 'timeline/clip.clip0001'))[0]).toEqual([
      'One',
      'track001',
      'media001',
      0,
      0,
      24,
      1,
      1,
    ])
    expect(await seen('session', 'link')).toEqual([[true], [true]])
  })

  it.each([
    ['a nested type', (map: Y.Map<unknown>) => map.set('k', new Y.Map())],
    ['a key outside the grammar', (map: Y.Map<unknown>) => map.set('__proto__', ['x'])],
    ['a value that is no list', (map: Y.Map<unknown>) => map.set('k', 'x')],
    ['NaN', (map: Y.Map<unknown>) => map.set('c.clip0001/0/node0001/primaries.gain', [Number.NaN, 1, 1, 1])],
    [
      'a number that is not exact in f32',
      (map: Y.Map<unknown>) => map.set('c.clip0001/0/node0001/primaries.gain', [0.1, 1, 1, 1]),
    ],
  ])('[HUB11] %s closes the socket with 4409, and nothing of it is anywhere', async (_name, write) => {
    const ann = await bare(hub, 'colorist', 'grade')
    ann.socket.update(forge('grade', ann.client, write))
    await until('it is closed', () => ann.socket.closed !== null)
    expect(ann.socket.closed!.code).toBe(4409)
    expect(ann.socket.of('refused')[0]!.refusal.rule).toBe('grammar')
    expect(await seen('grade', 'k')).toEqual([undefined, undefined])
  })

  it('[HUB11] a foreign id, bytes that are no update, a message that is none and text close with 4409', async () => {
    const victim = await bare(hub, 'colorist', 'grade')
    for (const send of [
      (socket: Awaited<ReturnType<typeof bare>>['socket']) =>
        socket.update(forge('grade', victim.client, (map) => map.set(gain, [2, 1, 1, 1]))),
      (socket: Awaited<ReturnType<typeof bare>>['socket']) => socket.update(Uint8Array.of(1, 2, 3)),
      (socket: Awaited<ReturnType<typeof bare>>['socket']) => socket.send(Uint8Array.of(109, 1)),
      (socket: Awaited<ReturnType<typeof bare>>['socket']) => socket.send(Uint8Array.of(99)),
      (socket: Awaited<ReturnType<typeof bare>>['socket']) => socket.send(Uint8Array.of(0, 9, 0)),
      (socket: Awaited<ReturnType<typeof bare>>['socket']) => socket.socket.send('text'),
    ]) {
      const eve = await bare(hub, 'colorist', 'grade')
      send(eve.socket)
      await until('it is closed', () => eve.socket.closed !== null)
      expect(eve.socket.closed!.code).toBe(4409)
    }
    expect(await seen('grade', gain)).toEqual([undefined, undefined])
    victim.socket.close()
  })

  it('[HUB12] a stock client is told why and closed with 4409; its next honest note arrives from a fresh document', async () => {
    const ann = await plain(hub, 'colorist', 'notes')
    const stock = await plain(hub, 'client', 'notes', { stock: true })
    stock.map.set(note(ann.ticket.seat), ['Not yours'])
    await until('it is closed', () => stock.closeCode === 4409)
    expect(stock.of('refused')[0]!.refusal.rule).toBe('own')
    expect(stock.of('reset')).toEqual([])
    const again = await plain(hub, 'client', 'notes', { stock: true, seatKey: stock.ticket.seatKey })
    again.map.set(note(again.ticket.seat), ['Honest'])
    await until('ann reads it', () => ann.map.get(note(stock.ticket.seat))?.[0] === 'Honest')
    const onSession = await plain(hub, 'client', 'session', { stock: true })
    onSession.map.set('link', [false])
    await until('it is closed', () => onSession.closeCode === 4409)
    expect(ann.map.has(note(ann.ticket.seat))).toBe(false)
    for (const one of [ann, stock, again, onSession] satisfies Plain[]) one.leave()
  })
})

describe('the timeline', () => {
  it('[HUB13] is closed while linked, and open to the engineer while not; others never', async () => {
    const [engineer, colorist] = [await bare(hub, 'engineer', 'session'), await bare(hub, 'colorist', 'session')]
    const clip = { ...prepared.timeline.clips[1]!, name: 'Two again' }
    let n = 0
    const ask = async (who: typeof engineer, verb: string, args: Record<string, unknown> = {}) => {
      const id = `ask${n++}`
      who.socket.send({ kind: 'command', id, verb, args })
      await until(`${verb} is answered`, () => who.socket.of('answer').some((m) => m.id === id))
      return who.socket.of('answer').find((m) => m.id === id)!
    }
    const refused = await ask(engineer, 'arrange', { clips: [clip] })
    expect(refused).toMatchObject({ ok: false, refusal: { rule: 'linked' } })
    expect(await ask(colorist, 'unlink')).toMatchObject({ ok: false, refusal: { rule: 'role' } })
    expect(await ask(engineer, 'unlink')).toMatchObject({ ok: true, value: { linked: false } })
    expect(await ask(colorist, 'arrange', { clips: [clip] })).toMatchObject({ ok: false, refusal: { rule: 'role' } })
    expect(await ask(engineer, 'arrange', { clips: [{ ...clip, track: 'nowhere1' }] })).toMatchObject({
      ok: false,
      refusal: { rule: 'argument' },
    })
    expect(await ask(engineer, 'arrange', { clips: [{ ...clip, length: -1 }] })).toMatchObject({ ok: false })
    expect(await ask(engineer, 'arrange', { remove: ['media/media001'] })).toMatchObject({ ok: false })
    expect(await ask(engineer, 'arrange', { clips: [clip] })).toMatchObject({ ok: true })
    expect((await seen('session', 'timeline/clip.clip0002'))[1]).toEqual([
      'Two again',
      'track001',
      'media001',
      24,
      24,
      24,
      1,
      1,
    ])
    expect(await ask(engineer, 'link')).toMatchObject({ ok: true })
    expect(await ask(engineer, 'arrange', { clips: [clip] })).toMatchObject({ ok: false, refusal: { rule: 'linked' } })
    for (const { socket } of [engineer, colorist]) socket.close()
  })

  it('[HUB14] a command is done once however often its id comes, and one the hub does not answer yet says so by name', async () => {
    const ann = await bare(hub, 'colorist', 'session')
    const lock = {
      kind: 'command',
      id: 'lock-1',
      verb: 'lock',
      args: { region: ['c.clip0002/'], reason: 'matching' },
    } as const
    ann.socket.send(lock)
    ann.socket.send(lock)
    await until('both are answered', () => ann.socket.of('answer').length === 2)
    expect(ann.socket.of('answer')[0]).toEqual(ann.socket.of('answer')[1])
    const reader = await plain(hub, 'observer', 'session')
    expect([...reader.map.keys()].filter((key) => key.startsWith('locks/')).length).toBe(1)
    ann.socket.send({ kind: 'command', id: 'other', verb: 'conform', args: {} })
    ann.socket.send({ kind: 'command', id: 'never', verb: 'constructor', args: {} })
    await until('they are refused', () => ann.socket.of('answer').length === 4)
    const [, , other, never] = ann.socket.of('answer')
    expect(other).toMatchObject({
      ok: false,
      refusal: { rule: 'role', sentence: expect.stringContaining('conform') },
    })
    expect(never).toMatchObject({ ok: false, refusal: { rule: 'command' } })
    const bob = await plain(hub, 'colorist', 'grade')
    await new Promise((resolve) => setTimeout(resolve, 1))
    bob.map.set('c.clip0002/0/node0001/primaries.gain', [2, 1, 1, 1])
    await until('bob is refused', () => bob.of('refused').length > 0)
    expect(bob.of('refused')[0]!.refusal).toMatchObject({ rule: 'lock', holder: expect.stringContaining('Colorist') })
    const lockId = (ann.socket.of('answer')[0] as { value: { lock: string } }).value.lock
    ann.socket.send({ kind: 'command', id: 'lift-1', verb: 'lift', args: { lock: lockId } })
    await until('it is lifted', () => ann.socket.of('answer').length === 5)
    for (const one of [reader, bob]) one.leave()
    ann.socket.close()
  })

  it('[HUB14] a lock taken while another drags counts for their socket when it has acknowledged it', async () => {
    const [ann, bob, witness] = [
      await bare(hub, 'colorist', 'session'),
      await bare(hub, 'colorist', 'grade'),
      await plain(hub, 'observer', 'grade'),
    ]
    ann.socket.send({ kind: 'command', id: 'lock-2', verb: 'lock', args: { region: ['c.clip0001/'], reason: 'mine' } })
    await until('the policy is told', () => bob.socket.of('policy').length > 0)
    bob.socket.update(forge('grade', bob.client, (map) => map.set(gain, [1.5, 1, 1, 1])))
    await until('the edit in flight lands', () => witness.map.get(gain)?.[0] === 1.5)
    bob.socket.send(bob.socket.of('policy').at(-1)!)
    const live = { kind: 'live', seat: '', drag: 'd', seq: 1, values: [[gain, [2, 1, 1, 1]]] } as const
    bob.socket.send(live)
    await until('the acknowledged lock refuses', () => bob.socket.of('refused').length === 1)
    expect(bob.socket.of('refused')[0]!.refusal.rule).toBe('lock')
    witness.leave()
    for (const { socket } of [ann, bob]) socket.close()
  })
})

describe('a store that fails', () => {
  it('[HUB15] nothing of the failed batch is shown or kept, the session is read only with a sentence, and then goes on', async () => {
    const inner = openMemory()
    let broken = false
    const { StoreError } = await import('../../server/store/store.ts')
    const flaky = {
      ...inner,
      append: async (...args: Parameters<typeof inner.append>) => {
        if (broken) throw new StoreError('The disk is full.')
        return await inner.append(...args)
      },
    }
    const own = await startHub({ port: 0, dataDir: null, mediaDir: 'any', prepare: async () => prepared, store: flaky })
    const [ann, bob] = [await plain(own, 'colorist', 'grade'), await plain(own, 'observer', 'grade')]
    ann.map.set(gain, [1.5, 1, 1, 1])
    await until('it is saved', () => ann.heard === ann.sent)
    broken = true
    ann.map.set(gain, [1.75, 1, 1, 1])
    await until('everybody is sent away', () => ann.closeCode === 4503 && bob.closeCode === 4503)
    expect(bob.map.get(gain)).toEqual([1.5, 1, 1, 1])
    const { askTicket } = await import('./desk.ts')
    await until('it can be read again', () => true)
    const full = await askTicket(own, 'colorist')
    expect([full.status, full.body.error]).toEqual([503, expect.stringContaining('disk is full')])
    broken = false
    for (let i = 0; i < 200 && (await askTicket(own, 'colorist')).status !== 200; i++)
      await new Promise((resolve) => setTimeout(resolve, 20))
    const again = await plain(own, 'colorist', 'grade', { seatKey: ann.ticket.seatKey })
    expect(again.ticket.seat).toBe(ann.ticket.seat)
    expect(again.map.get(gain)).toEqual([1.5, 1, 1, 1])
    again.map.set(gain, [2, 1, 1, 1])
    await until('it is saved', () => again.heard === again.sent)
    for (const one of [ann, bob, again]) one.leave()
    await own.close()
  })
})

/** One hub, several suites over real sockets: what reaches whom. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hub } from '../../server/hub.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { bare, gain, nextClient, openHub, type Plain, plain, until } from './desk.ts'

let hub: Hub
beforeAll(async () => {
  hub = await openHub()
})
afterAll(() => hub.close())

const here: { leave(): void }[] = []
const at = async (...args: Parameters<typeof plain>): Promise<Plain> => {
  const suite = await plain(...args)
  here.push(suite)
  return suite
}

describe('honest suites', () => {
  it('[HUB4] an edit reaches every other suite, and its author is told it is saved', async () => {
    const [ann, bob] = [await at(hub, 'colorist', 'grade'), await at(hub, 'client', 'grade')]
    ann.map.set(gain, [1.5, 1, 1, 1])
    await until('bob has it', () => bob.map.get(gain)?.[0] === 1.5)
    await until('ann is told', () => ann.heard === ann.sent)
    expect(ann.sent).toBeGreaterThan(0)
    expect(bob.of('saved').at(-1)!.revision).toBe(ann.of('saved').at(-1)!.revision)
    expect(ann.of('refused')).toEqual([])
  })

  it('[POL4] a note and the word that it is done, written offline and handed in as one update, are both kept; one without a note is not', async () => {
    const [dana, bob] = [await at(hub, 'client', 'notes'), await at(hub, 'observer', 'notes')]
    const note = `${dana.ticket.seat}/note0001`
    dana.doc.transact(() => {
      dana.map.set(`${note}/text`, ['A little warmer.'])
      dana.map.set(`${note}/done`, [true, 3])
    })
    await until('bob has it', () => bob.map.has(`${note}/text`))
    expect([bob.map.get(`${note}/done`), dana.of('refused')]).toEqual([[true, 3], []])
    dana.map.set(`${dana.ticket.seat}/note0002/done`, [true, 3])
    await until('dana is told', () => dana.of('refused').length > 0)
    expect(dana.of('refused')[0]!.refusal.rule).toBe('own')
    expect(bob.map.size).toBe(2)
  })

  it('[HUB4] a stock client with no declared ids edits and hears like the others', async () => {
    const [stock, bob] = [
      await at(hub, 'colorist', 'grade', { stock: true }),
      await at(hub, 'observer', 'grade', { stock: true }),
    ]
    stock.map.set(gain, [1.25, 1, 1, 1])
    await until('bob has it', () => bob.map.get(gain)?.[0] === 1.25)
    expect(stock.messages).toEqual([])
  })

  it('[HUB4] two suites cut off from each other meet in equal documents', async () => {
    const [ann, bob] = [await at(hub, 'colorist', 'grade'), await at(hub, 'colorist', 'grade')]
    for (let i = 0; i < 40; i++) {
      const [one, other] = i % 2 ? [ann, bob] : [bob, ann]
      one.map.set(gain, [i / 4, 1, 1, 1])
      if (i % 3) other.map.set(gain, [i / 4, 2, 1, 1])
      if (i % 5 === 0) one.map.delete(gain)
      await new Promise((resolve) => setTimeout(resolve, i % 4))
    }
    await until('both are saved', () => ann.heard === ann.sent && bob.heard === bob.sent)
    const late = await at(hub, 'observer', 'grade')
    await until(
      'they agree',
      () =>
        JSON.stringify([ann.map.toJSON(), bob.map.toJSON()]) === JSON.stringify([late.map.toJSON(), late.map.toJSON()]),
    )
    expect(ann.of('refused').concat(bob.of('refused'))).toEqual([])
  })

  it('[HUB19] an update that comes before its socket’s step 2 and leaves a gap waits for it; with no step 2 it is refused after two seconds', async () => {
    const { Doc, encodeStateAsUpdate, encodeStateVector } = await import('yjs')
    const witness = await at(hub, 'observer', 'grade')
    const key = (n: number): string => `c.clip0002/0/wait000${n}/primaries.gain`
    for (const offers of [true, false]) {
      const ann = await bare(hub, 'colorist', 'grade')
      const doc = new Doc()
      doc.clientID = ann.client
      const map = doc.getMap('grade')
      map.set(key(offers ? 1 : 3), [1.5, 1, 1, 1])
      const [offline, vector] = [encodeStateAsUpdate(doc), encodeStateVector(doc)]
      map.set(key(offers ? 2 : 4), [1.5, 1, 1, 1])
      ann.socket.update(encodeStateAsUpdate(doc, vector))
      ann.socket.send({ kind: 'policy', number: 1 })
      if (offers) {
        ann.socket.update(offline, 1)
        await until('both are there', () => witness.map.has(key(1)) && witness.map.has(key(2)))
        await until('both are told', () => ann.socket.of('saved').some((m) => m.heard === 2))
        expect([ann.socket.of('refused'), ann.socket.closed]).toEqual([[], null])
        ann.socket.close()
      } else {
        await until('it is closed', () => ann.socket.closed !== null)
        expect([ann.socket.closed!.code, ann.socket.of('refused')[0]!.refusal.rule]).toEqual([4409, 'gap'])
        expect([witness.map.has(key(3)), witness.map.has(key(4))]).toEqual([false, false])
      }
    }
  })

  it('[HUB5] the hub says first who the suite is and whether it may write, and presence is under its stamp', async () => {
    const [one, two] = [await bare(hub, 'client', 'session'), await bare(hub, 'colorist', 'session')]
    expect(one.socket.of('hello')[0]).toMatchObject({ seat: one.ticket.seat, protocol: 1, writes: false })
    const { aware } = await import('./desk.ts')
    one.socket.send(
      aware(one.client, 1, { seat: two.ticket.seat, name: 'Somebody else', role: 'engineer', frame: 7, junk: 1 }),
    )
    one.socket.send(aware(two.client, 99, { frame: 9 }))
    await until('it arrives', () => two.socket.awareness.length > 0)
    const text = Buffer.from(two.socket.awareness.at(-1)!).toString()
    expect(text).toContain(`"seat":"${one.ticket.seat}"`)
    expect(text).toContain('"role":"client"')
    expect(text).not.toContain('Somebody else')
    expect(text).not.toContain('junk')
    expect(text).not.toContain('"frame":9')
    const before = two.socket.awareness.length
    one.socket.close()
    await until('the leaving arrives', () => two.socket.awareness.length > before)
    expect(Buffer.from(two.socket.awareness.at(-1)!).toString()).toContain('null')
    two.socket.close()
  })

  it('[HUB6] an overlay is held for the first seat, reaches joiners, and ends after the commit with its revision', async () => {
    const [ann, bob] = [await bare(hub, 'colorist', 'grade'), await bare(hub, 'colorist', 'grade')]
    const live = (drag: string, seq: number, y: number) =>
      ({ kind: 'live', seat: '', drag, seq, values: [[gain, [y, 1, 1, 1]]] }) as const
    ann.socket.send(live('d1', 1, 1.5))
    await until('bob sees it', () => bob.socket.of('live').length === 1)
    expect(bob.socket.of('live')[0]).toEqual({ ...live('d1', 1, 1.5), seat: ann.ticket.seat })
    bob.socket.send(live('d2', 1, 1.75))
    await until('bob is refused', () => bob.socket.of('refused').length === 1)
    expect(bob.socket.of('refused')[0]!.refusal).toMatchObject({ rule: 'held', keys: [gain] })
    expect(ann.socket.of('live')).toEqual([])
    ann.socket.send(live('d1', 1, 1.9))
    ann.socket.send(live('d1', 2, 1.625))
    const late = await bare(hub, 'client', 'grade')
    await until('the joiner sees the open overlay', () => late.socket.of('live').length > 0)
    expect(late.socket.of('live')[0]!.values).toEqual([[gain, [1.625, 1, 1, 1]]])
    const { Doc, encodeStateAsUpdate } = await import('yjs')
    const doc = new Doc()
    doc.clientID = ann.client
    doc.getMap('grade').set(gain, [1.625, 1, 1, 1])
    ann.socket.update(encodeStateAsUpdate(doc))
    ann.socket.send({ kind: 'live-end', seat: '', drag: 'd1', revision: 0 })
    await until('it ends', () => bob.socket.of('live-end').length === 1)
    const order = bob.socket.frames.map((frame) =>
      frame[0] === 0 && frame[1] === 2 ? 'update' : frame[0] === 110 ? 'end' : '',
    )
    expect(order.indexOf('update')).toBeGreaterThan(-1)
    expect(order.indexOf('end')).toBeGreaterThan(order.indexOf('update'))
    expect(bob.socket.of('live-end')[0]!.revision).toBe(ann.socket.of('saved').at(-1)!.revision)
    for (const { socket } of [ann, bob, late]) socket.close()
  })

  it("[HUB7] the cue is the driver's alone; the first who may grade takes the wheel; receipts and content states are stamped", async () => {
    const [ann, bob, room] = [
      await bare(hub, 'colorist', 'session'),
      await bare(hub, 'colorist', 'session'),
      await bare(hub, 'client', 'session'),
    ]
    const cue = {
      seat: 'x',
      seq: 1,
      playing: false,
      anchorFrame: 12,
      anchorMs: 5,
      rateNum: 24,
      rateDen: 1,
      loop: null,
    } as const
    room.socket.send({ kind: 'cue', cue })
    await until('the room is refused', () => room.socket.of('refused').length === 1)
    ann.socket.send({ kind: 'cue', cue })
    await until('the cue arrives', () => room.socket.of('cue').length === 1)
    expect(room.socket.of('cue')[0]!.cue).toEqual({ ...cue, seat: ann.ticket.seat })
    bob.socket.send({ kind: 'cue', cue: { ...cue, seq: 99 } })
    await until('bob is refused', () => bob.socket.of('refused').length === 1)
    expect(bob.socket.of('refused')[0]!.refusal.rule).toBe('driver')
    room.socket.send({ kind: 'match', seat: 'x', states: [['media001', 'matched']] })
    await until('the match arrives', () => ann.socket.of('match').length === 1)
    expect(ann.socket.of('match')[0]!.seat).toBe(room.ticket.seat)
    const receipt: Receipt = {
      seat: ann.ticket.seat,
      revision: 1,
      clip: 'clip0001',
      frame: 0,
      plan: '0'.repeat(32),
      source: '1'.repeat(32),
      look: '2'.repeat(32),
      digest: '3'.repeat(32),
      executor: 'wasm',
      engine: '1',
      class: 'original',
      display: 'x',
      monitorLut: null,
      watermark: null,
      proof: null,
      skewMs: 0,
      dropped: 0,
      at: 0,
    }
    room.socket.send({ kind: 'receipt', receipt })
    await until('the receipt arrives', () => ann.socket.of('receipt').length === 1)
    expect(ann.socket.of('receipt')[0]!.receipt).toEqual({ ...receipt, seat: room.ticket.seat })
    ann.socket.send({ kind: 'clock', t0: 17, t1: 0, t2: 0 })
    await until('the clock answers', () => ann.socket.of('clock').length === 1)
    const [clock] = ann.socket.of('clock')
    expect(clock!.t0).toBe(17)
    expect(clock!.t2).toBeGreaterThanOrEqual(clock!.t1)
    const late = await bare(hub, 'observer', 'session')
    await until(
      'a joiner has cue and match',
      () => late.socket.of('cue').length === 1 && late.socket.of('match').length === 1,
    )
    for (const { socket } of [ann, bob, room, late]) socket.close()
  })

  it("[HUB8] the same seat comes back by its seat key, another link is another seat, and a client id stays its seat's", async () => {
    const { askTicket } = await import('./desk.ts')
    const client = nextClient()
    const first = await askTicket(hub, 'colorist', { clientIds: { grade: client } })
    const again = await askTicket(hub, 'colorist', {
      seatKey: first.body.seatKey,
      clientIds: [nextClient(), client, nextClient()],
    })
    expect(again.body.seat).toBe(first.body.seat)
    expect(again.body.seatKey).toBe(first.body.seatKey)
    const other = await askTicket(hub, 'client', { seatKey: first.body.seatKey })
    expect(other.body.seat).not.toBe(first.body.seat)
    expect(other.body.role).toBe('client')
    const thief = await askTicket(hub, 'colorist', { clientIds: { grade: client } })
    expect(thief.status).toBe(409)
    expect(Object.keys(first.body).sort()).toEqual(['role', 'seat', 'seatKey', 'session', 'ticket'])
  })
})

afterAll(() => {
  for (const suite of here) suite.leave()
})

/** docs/wire.md against the code: every message, command and close code stands there with its number and verb, and no others; its five lines work. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ticketMs } from '../../server/auth.ts'
import type { Role } from '../../shared/doc/session.ts'
import { commandVerbs } from '../../shared/policy/judge.ts'
import { roles } from '../../shared/policy/roles.ts'
import { NUMBER } from '../../shared/wire/messages.ts'
import { CLOSE, PROTOCOL_VERSION, SUBPROTOCOL, TICKET_PREFIX } from '../../shared/wire/version.ts'
import { askTicket, bare, nextClient, openHub, Plain, plain, until } from '../hub/desk.ts'

const page = readFileSync(fileURLToPath(new URL('../../docs/wire.md', import.meta.url)), 'utf8')

/** Cells of the rows of the table under a heading row that begins so. */
function table(head: string): string[][] {
  const lines = page.split('\n')
  const from = lines.findIndex((line) => line.startsWith(`| ${head} |`))
  const rows = lines.slice(from + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.slice(2, -2).split(' | '))
}
const word = (cell: string | undefined): string => /^`([a-z-]+)`$/.exec(cell ?? '')?.[1] ?? `no name: ${cell}`

describe('docs/wire.md', () => {
  it('[WIRE7] names every message of our own with its number, and no others', () => {
    const named = table('number').map(([number, name]) => [word(name), Number(number)])
    expect(Object.fromEntries(named)).toEqual(NUMBER)
    expect(named.length).toBe(Object.keys(NUMBER).length)
  })

  it('[WIRE7] names every command with the verb it needs, and no others', () => {
    const named = table('command').map(([name, verb]) => [word(name), verb])
    expect(Object.fromEntries(named)).toEqual(commandVerbs)
    expect(named.length).toBe(Object.keys(commandVerbs).length)
  })

  it('[WIRE7] says of each command whether this hub answers it', async () => {
    const hub = await openHub()
    const seats = new Map<Role, Awaited<ReturnType<typeof bare>>>()
    const said: string[][] = []
    for (const [verb, needs] of Object.entries(commandVerbs)) {
      const role = (Object.keys(roles) as Role[]).find((one) => roles[one][needs] !== false)!
      const seat = seats.get(role) ?? (await bare(hub, role, 'session'))
      seats.set(role, seat)
      // A shape that fits no command: who answers it says so by rule `argument`, or does it.
      seat.socket.send({ kind: 'command', id: verb, verb, args: { seat: 0, lock: 0, region: 0, name: 0 } })
      await until(`${verb} is answered`, () => seat.socket.of('answer').some(({ id }) => id === verb))
      const answer = seat.socket.of('answer').find(({ id }) => id === verb)!
      said.push([verb, !answer.ok && answer.refusal.rule === 'later' ? 'later' : 'answers'])
    }
    expect(table('command').map(([name, , , now]) => [word(name), now === 'later' ? 'later' : 'answers'])).toEqual(
      expect.arrayContaining(said),
    )
    for (const { socket } of seats.values()) socket.close()
    await hub.close()
  })

  it('[WIRE7] names every close code, and whether y-websocket returns after it', () => {
    const named = table('code').map(([code, name]) => [name, Number(code)])
    expect(Object.fromEntries(named)).toEqual(CLOSE)
    for (const [code, , , returns] of table('code'))
      expect([code, returns]).toEqual([
        code,
        Number(code) >= 4400 && Number(code) < 4500 ? 'does not return' : 'returns',
      ])
  })

  it('[WIRE7] has the version, the subprotocol and the life of a ticket', () => {
    expect(page).toContain(`protocol version ${PROTOCOL_VERSION}, WebSocket subprotocol \`${SUBPROTOCOL}\``)
    expect(page).toContain(`Sec-WebSocket-Protocol: ${SUBPROTOCOL}, ${TICKET_PREFIX}<ticket>`)
    expect(page).toContain(`A ticket is good for ${ticketMs / 1000} s`)
  })
})

describe('a stock client with the five lines', () => {
  it('[WIRE8] returns by itself when the hub has started again, as the same seat with the same document; after 4409 it does not', async () => {
    const lines = /```js connection-close\n([\s\S]*?)```/.exec(page)![1]!
    expect(lines.trim().split('\n').length).toBe(7)
    const dataDir = mkdtempSync(join(tmpdir(), 'samelight-stock-'))
    let hub = await openHub({ dataDir })
    const { port } = new URL(hub.url)
    const { body } = await askTicket(hub, 'client')
    const stock = new Plain(hub, body, 'notes', nextClient())
    const seats = new Set([body.seat])
    let trades = 0
    const trade = async (): Promise<string> => {
      for (;;) {
        const answer = await askTicket(hub, 'client', { seatKey: body.seatKey }).catch(() => null)
        if (answer?.status === 200) {
          trades++
          seats.add(answer.body.seat)
          return answer.body.ticket
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    new Function('provider', 'trade', lines)(stock.provider, trade)
    await stock.synced()
    const key = (n: number): string => `${body.seat}/note000${n}/text`
    stock.map.set(key(1), ['before'])
    await hub.close()
    await until('it is cut off', () => !stock.provider.wsconnected)
    stock.map.set(key(2), ['meanwhile'])
    hub = await openHub({ dataDir, port: Number(port) })
    await stock.synced()
    stock.map.set(key(3), ['after'])
    const reader = await plain(hub, 'observer', 'notes')
    await until('all three are there', () => [1, 2, 3].every((n) => reader.map.has(key(n))))
    expect([trades, seats.size]).toEqual([1, 1])
    stock.map.set('nobody00/note0001/text', ['x'])
    await until('it is closed', () => stock.closeCode === 4409)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect([trades, stock.provider.wsconnected]).toEqual([1, false])
    stock.leave()
    reader.leave()
    await hub.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})

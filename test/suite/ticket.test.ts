/** The office that trades a link for tickets. */
import { expect, it } from 'vitest'
import { TicketOffice } from '../../shared/suite/ticket.ts'

it('[INV14] a ticket that was asked for before a document began again names the old client id, and is handed to nobody', async () => {
  const asked: unknown[] = []
  const open: (() => void)[] = []
  let grade = 1
  const office = new TicketOffice({
    hub: 'http://hub',
    key: 'k',
    engine: 'test',
    fetch: (async (_url: string, { body }: { body: string }) => {
      const { clientIds } = JSON.parse(body) as { clientIds: unknown }
      asked.push(clientIds)
      const ticket = `ticket ${asked.length}`
      await new Promise<void>((resolve) => open.push(resolve))
      const answer = { ticket, session: 's', seat: 'seat0000', role: 'colorist', seatKey: 'secret' }
      return { ok: true, status: 200, text: async () => JSON.stringify(answer) }
    }) as unknown as typeof fetch,
    clock: () => 0,
    clientIds: () => ({ grade }),
    revision: () => 0,
    seatKey: null,
    ticket: () => {},
    later: () => {},
  })
  const notes = office.take('notes')
  grade = 2
  office.renew()
  const fresh = office.take('grade')
  for (let i = 0; i < 10; i++) {
    for (const go of open.splice(0)) go()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  expect(await fresh).toMatchObject({ kind: 'ticket', answer: { ticket: 'ticket 2' } })
  expect(await notes).toMatchObject({ kind: 'ticket', answer: { ticket: 'ticket 2' } })
  expect(asked).toEqual([{ grade: 1 }, { grade: 2 }])
})

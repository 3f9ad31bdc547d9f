/** What the hub sweeps of the grade, and when; and how it brings an older session to today's grammar. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { writeGrade } from '../../server/bulk.ts'
import { migrateStored } from '../../server/migrate.ts'
import { Session } from '../../server/session.ts'
import { openMemory } from '../../server/store/memory.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { litterMs, Sweeper } from '../../server/sweep.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Migration } from '../../shared/doc/migrate.ts'
import { readRecords } from '../../shared/doc/records.ts'
import { SCHEMA_VERSION } from '../../shared/doc/schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-sweep-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const row = { id: 'sess0001', name: 'Long', mediaDir: null, files: {}, at: 0 }
const key = (node: string, control: string): string => `c.clip0001/0/${node}/${control}`
const gain = (n: number): Value => [1, n, 1, 1]

let open: { session: Session; store: Store } | null = null
afterEach(async () => {
  await open?.session.close()
  await open?.store.close()
  open = null
})

/** A session with a clock of the test's own. */
async function begin(store: Store = openMemory()) {
  let now = 1_700_000_000_000
  if ((await store.sessions()).length === 0) await store.create(row, [])
  const log: string[] = []
  const session = await Session.open(store, row, { now: () => now, engine: 'test', log: (line) => log.push(line) })
  open = { session, store }
  const write = async (writes: Record<string, Value | null>): Promise<void> => {
    writeGrade(session, 'seat0001', new Map(Object.entries(writes)))
    await session.journal.settle()
  }
  const keys = (): string[] => [...session.documents.grade.doc.getMap('grade').keys()].sort()
  return { session, store, log, write, keys, later: (ms: number) => void (now += ms) }
}

const head: Record<string, Value> = {
  [key('node0001', 'head')]: ['corrector', 'out', '0'],
  [key('node0001', 'in.0')]: ['src', 'rgb'],
  [key('out', 'in.0')]: ['node0001', 'rgb'],
}
const old = key('lost0001', 'primaries.gain')
const young = key('lost0002', 'primaries.gain')
const changed = key('lost0003', 'primaries.gain')

describe.each(['memory', 'sqlite'])('the sweep, over the store "%s"', (kind) => {
  const store = () => (kind === 'memory' ? openMemory() : openSqlite(join(folder, `${Math.random()}.sqlite`)))

  it('[SWEEP1] takes what has been litter, unchanged, for thirty days, and says so in the audit; nothing else', async () => {
    const at = await begin(store())
    await at.write({ ...head, [old]: gain(2), [changed]: gain(2) })
    at.later(litterMs / 2)
    await at.write({ [changed]: gain(3), [young]: gain(2) })
    const sweeper = new Sweeper(at.session)
    expect(await sweeper.sweep()).toBe(0)
    at.later(litterMs / 2 + 1000)
    expect(await sweeper.sweep()).toBe(1)
    await at.session.journal.settle()
    expect(at.keys()).toEqual([...Object.keys(head), changed, young].sort())
    expect((await at.store.audit(row.id, 1))[0]).toMatchObject({
      seat: 'hub',
      what: 'sweep',
      detail: '1 keys of the grade that touched nothing',
    })
    at.later(litterMs)
    expect(await sweeper.sweep()).toBe(2)
    expect(at.keys()).toEqual(Object.keys(head).sort())
    expect(await sweeper.sweep()).toBe(0)
  })
})

describe('the sweep', () => {
  it('[SWEEP1] leaves alone what is worked on while it looks, and what came back to life', async () => {
    const at = await begin()
    const other = 'c.clip0002/0/lost0001/primaries.gain'
    await at.write({ ...head, [old]: gain(2), [other]: gain(2) })
    at.later(litterMs + 1000)
    const sweeping = new Sweeper(at.session).sweep()
    // Somebody brings the node back, by an undo of the undo.
    writeGrade(at.session, 'seat0001', new Map([[key('lost0001', 'head'), ['corrector', 'out', '0']]]))
    expect(await sweeping).toBe(1)
    expect(at.keys()).toContain(old)
    expect(at.keys()).not.toContain(other)
  })

  it('[SWEEP1] is looked for some minutes after the start and once a day', async () => {
    const at = await begin()
    await at.write({ ...head, [old]: gain(2) })
    at.later(litterMs + 1000)
    const sweeper = new Sweeper(at.session)
    await sweeper.due()
    expect(at.keys()).toContain(old)
    at.later(600_000)
    await sweeper.due()
    expect(at.keys()).not.toContain(old)
    await at.write({ [young]: gain(2) })
    at.later(60_000)
    await sweeper.due()
    expect(at.keys()).toContain(young)
  })

  it('[SWEEP1] that cannot read the past says so and takes nothing', async () => {
    const store = openMemory()
    const at = await begin({
      ...store,
      past: async () =>
        Promise.reject(new (await import('../../server/store/store.ts')).StoreError('The disk is gone.')),
    })
    await at.write({ ...head, [old]: gain(2) })
    at.later(litterMs + 1000)
    expect(await new Sweeper(at.session).sweep()).toBe(0)
    expect(at.log).toEqual(['session sess0001: litter cannot be swept: The disk is gone.'])
    expect(at.keys()).toContain(old)
  })
})

describe('a session of an older version', () => {
  const steps: readonly Migration[] = [
    {
      from: 1,
      name: 'gain in a key of its own',
      step: (entries) =>
        new Map(
          [...entries].flatMap(([at, value]): [string, Value | null][] =>
            at.endsWith('/primaries.gain')
              ? [
                  [at, null],
                  [at.replace('primaries.gain', 'primaries.gain2'), value],
                ]
              : [],
          ),
        ),
    },
    { from: 2, name: 'a label', step: () => new Map([[key('node0001', 'label'), ['Migrated']]]) },
  ]

  it('[SWEEP2] is brought to today’s by its steps in one revision each of grade and session; its past stays as it was', async () => {
    const at = await begin()
    await at.write({ ...head, [key('node0001', 'primaries.gain')]: gain(2) })
    await migrateStored(at.session, steps, 3)
    expect(at.keys()).toEqual(
      [...Object.keys(head), key('node0001', 'label'), key('node0001', 'primaries.gain2')].sort(),
    )
    expect(readRecords(at.session.documents.session.doc).schema).toBe(3)
    expect(at.session.journal.saved).toBe(3)
    await migrateStored(at.session, steps, 3)
    expect(at.session.journal.saved).toBe(3)
    expect([...(await at.session.archive.history.changes(1, 3))].map((one) => one.key).sort()).toEqual(
      [key('node0001', 'label'), key('node0001', 'primaries.gain'), key('node0001', 'primaries.gain2')].sort(),
    )
  })

  it('[SWEEP2] of version 1 comes to today’s by number alone: no key of the grade is written', async () => {
    const at = await begin()
    await at.write({ ...head, [key('node0001', 'primaries.gain')]: gain(2) })
    at.session.write('hub', new Map([['schema', [1]]]))
    await at.session.journal.settle()
    const { saved } = at.session.journal
    const before = at.keys()
    await migrateStored(at.session)
    expect(readRecords(at.session.documents.session.doc).schema).toBe(SCHEMA_VERSION)
    expect([at.keys(), at.session.journal.saved]).toEqual([before, saved + 1])
    expect(await at.session.archive.history.changes(saved, saved + 1)).toEqual([])
  })

  it('[SWEEP2] of a newer version, or one that no step leads from, is not opened, and nothing of it is changed', async () => {
    const at = await begin()
    await at.write(head)
    at.session.write('hub', new Map([['schema', [9]]]))
    await expect(migrateStored(at.session, steps, 3)).rejects.toThrow(
      /Session sess0001 cannot be opened\. .*newer Samelight \(version 9/,
    )
    at.session.write('hub', new Map([['schema', [2]]]))
    await expect(migrateStored(at.session, steps.slice(0, 1), 3)).rejects.toThrow('No step leads from version 2')
    expect(at.keys()).toEqual(Object.keys(head).sort())
  })
})

/** A session's rows moved from one store into another, or removed, a few megabytes at a time: a hub that writes beside it waits for no more than that. */
import { DatabaseSync } from 'node:sqlite'

/** Everything that belongs to a session, its own row apart: it is there from the moment its row is, and gone when its row is gone. */
const tables = ['link', 'seat', 'owner', 'log', 'segment', 'checkpoint', 'answer', 'snapshot', 'audit'] as const
const batchRows = 500
const batchBytes = 4_000_000

/** Copies all rows of the session from the store `from` into the store `to`, and its own row at the very end. */
export async function moveSession(from: string, to: string, session: string): Promise<void> {
  const [source, target] = [new DatabaseSync(from), new DatabaseSync(to)]
  try {
    target.exec('pragma synchronous=full; pragma busy_timeout=5000')
    for (const table of tables) {
      // An answer's number is this store's own count.
      const columns = columnsOf(source, table).filter((name) => table !== 'answer' || name !== 'number')
      const insert = target.prepare(insertOf(table, columns))
      let [rows, bytes] = [0, 0]
      for (const row of source
        .prepare(`select ${columns.join(', ')} from ${table} where session = ?`)
        .iterate(session)) {
        if (rows === 0) target.exec('begin immediate')
        const cells = Object.values(row)
        insert.run(...cells)
        bytes += cells.reduce<number>((sum, cell) => sum + (cell instanceof Uint8Array ? cell.length : 8), 0)
        if (++rows < batchRows && bytes < batchBytes) continue
        target.exec('commit')
        ;[rows, bytes] = [0, 0]
        await breathe()
      }
      if (rows > 0) target.exec('commit')
    }
    const columns = columnsOf(source, 'session')
    const row = source.prepare(`select ${columns.join(', ')} from session where id = ?`).get(session)!
    target.prepare(insertOf('session', columns)).run(...Object.values(row))
  } catch (error) {
    if (target.isTransaction) target.exec('rollback')
    removeRows(target, session)
    throw error
  } finally {
    source.close()
    target.close()
  }
}

/** Removes a session and all its rows: first its own, so that it is gone whole or not at all; how many rows of the rest. */
export function removeRows(db: DatabaseSync, session: string): number {
  db.prepare('delete from session where id = ?').run(session)
  let removed = 0
  for (const table of tables) {
    // Half of these tables have no row number of their own, so rows are named by the whole key.
    const key = keyOf(db, table)
    const some = db.prepare(
      `delete from ${table} where session = ?1 and (${key}) in (select ${key} from ${table} where session = ?1 limit ${batchRows})`,
    )
    for (let gone = batchRows; gone === batchRows; removed += gone) gone = Number(some.run(session).changes)
  }
  return removed
}

/** Sessions that have rows and no row of their own: an import or a delete that died. */
export function orphans(db: DatabaseSync): string[] {
  const found = tables.map((table) => `select session from ${table} where session not in (select id from session)`)
  return db
    .prepare(found.join(' union '))
    .all()
    .map(({ session }) => session as string)
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function columnsOf(db: DatabaseSync, table: string): string[] {
  return db
    .prepare(`select name from pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => name as string)
}

function keyOf(db: DatabaseSync, table: string): string {
  return db
    .prepare(`select name from pragma_table_info('${table}') where pk > 0 order by pk`)
    .all()
    .map(({ name }) => name as string)
    .join(', ')
}

const insertOf = (table: string, columns: readonly string[]): string =>
  `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`

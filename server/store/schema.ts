/** The tables in the file, and how an older file becomes one of today. */
import type { DatabaseSync } from 'node:sqlite'
import type { DocumentName } from '../../shared/wire/ticket.ts'
import { chain, chainStart } from './chain.ts'
import { StoreError } from './store.ts'

/** Raised with a named step whenever a table changes. */
export const storeVersion = 4

const tables = `
create table if not exists session (id text primary key, name text not null, media_dir text, files text not null, at integer not null, epoch integer not null default 0, revision integer not null default 0, newest integer not null default 0) strict;
create table if not exists link (session text not null, hash text not null, role text not null, id text not null default '', name text not null default '', until integer, most integer, uses integer not null default 0, revoked integer, primary key (session, hash)) strict, without rowid;
create table if not exists seat (session text not null, id text not null, hash text not null, link text not null, role text not null, name text not null, primary key (session, id)) strict, without rowid;
create table if not exists owner (session text not null, document text not null, client integer not null, seat text not null, refused integer not null, primary key (session, document, client)) strict, without rowid;
create table if not exists log (session text not null, revision integer not null, document text not null, seat text not null, at integer not null, bytes blob not null, hash text not null default '', primary key (session, revision)) strict;
create table if not exists segment (session text not null, document text not null, first integer not null, last integer not null, before text not null, hash text not null, bytes blob not null, primary key (session, document, first)) strict;
create table if not exists checkpoint (session text not null, document text not null, revision integer not null, hash text not null, bytes blob not null, packed integer not null default 0, kept integer not null default 0, primary key (session, document, revision)) strict;
create table if not exists answer (number integer primary key, session text not null, seat text not null, id text not null, body text not null, unique (session, seat, id)) strict;
create table if not exists snapshot (session text not null, hash text not null, bytes blob not null, primary key (session, hash)) strict;
create table if not exists audit (session text not null, number integer not null, at integer not null, seat text not null, what text not null, detail text not null, hash text not null, primary key (session, number)) strict;
create index if not exists log_document on log (session, document, revision);
`

/** Version 2 had a log whose rows carried no hash: they are hashed as they stand. */
function hashLog(db: DatabaseSync): void {
  db.exec(`
    alter table session add column newest integer not null default 0;
    alter table log add column hash text not null default '';
    alter table checkpoint add column packed integer not null default 0;
    alter table checkpoint add column kept integer not null default 0;
    update session set newest = coalesce((select max(at) from log where log.session = session.id), 0);
  `)
  const heads = new Map<string, string>()
  const set = db.prepare('update log set hash = ? where session = ? and revision = ?')
  const rows = db.prepare('select session, revision, document, seat, at, bytes from log order by session, revision')
  for (const r of rows.all()) {
    const row = r as unknown as Parameters<typeof chain>[1] & { session: string }
    const head = `${row.session} ${row.document satisfies DocumentName}`
    const hash = chain(heads.get(head) ?? chainStart, row)
    heads.set(head, hash)
    set.run(hash, row.session, row.revision)
  }
}

/** Version 3 had one link a role, and none of its own. */
function nameLinks(db: DatabaseSync): void {
  db.exec(`
    alter table link add column id text not null default '';
    alter table link add column name text not null default '';
    alter table link add column until integer;
    alter table link add column most integer;
    alter table link add column uses integer not null default 0;
    alter table link add column revoked integer;
    update link set id = role;
  `)
}

/** From the version that is its key to the next. */
const steps: Readonly<Record<number, (db: DatabaseSync) => void>> = {
  2: hashLog,
  3: nameLinks,
}

/** Opens the file's tables as of today's version, in one transaction. Throws a sentence where the file is of a newer one. */
export function prepareTables(db: DatabaseSync): void {
  db.exec('pragma journal_mode=wal; pragma synchronous=full; pragma busy_timeout=5000; pragma foreign_keys=on')
  const version = Number((db.prepare('pragma user_version').get() as { user_version: number }).user_version)
  if (version > storeVersion)
    throw new StoreError(
      `The store is of version ${version}, this hub knows version ${storeVersion}: start a newer hub.`,
    )
  if (version === storeVersion) return
  db.exec('begin immediate')
  try {
    for (let from = version; from > 0 && from < storeVersion; from++) steps[from]?.(db)
    db.exec(`${tables} pragma user_version=${storeVersion}`)
    db.exec('commit')
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    throw error
  }
}

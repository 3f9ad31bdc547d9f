/** `samelight sessions list`: what a data folder holds; of one session its people and links. */
import { resolve } from 'node:path'
import { type Command, type Io, readFlags } from '../command.ts'
import { findListed, type Listed, type ListedLink, listSessions } from '../data-folder.ts'
import { nameHolder } from '../store/latch.ts'

const usage = `samelight sessions list DATA-DIR [SESSION] [--json]
Lists the sessions of a data folder, also while hubs run; with an id or a name that one, its people and its links. No key is ever shown.`

const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

function lineOf(one: Listed): string {
  const people = one.seats.length === 1 ? '1 seat' : `${one.seats.length} seats`
  const state = one.holder ? `open at ${nameHolder(one.holder)}` : 'not open'
  return `${one.id}  "${one.name}"  revision ${one.revision}, ${people}, ${one.snapshots} contents, ${one.blobs} blobs, ${size(one.bytes)}, made ${day(one.at)}, ${state}`
}

function linkLine({ id, role, name, until, most, uses, revoked }: ListedLink): string {
  const ends = until === null ? '' : `, until ${day(until)}`
  const people = most === null ? `${uses} came by it` : `${uses} of ${most} came by it`
  return `  link ${id}  ${role}${name === '' ? '' : ` "${name}"`}, ${people}${ends}${revoked === null ? '' : `, withdrawn ${day(revoked)}`}`
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, { json: { type: 'boolean' }, help: { type: 'boolean' } } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const [folder, asked] = positionals
  if (folder === undefined || positionals.length > 2) throw new Error(`list takes a data folder.\n${usage}`)
  const dir = resolve(io.cwd, folder)
  const found = asked === undefined ? await listSessions(dir) : [await findListed(dir, asked)]
  if (values.json) {
    io.out(JSON.stringify({ sessions: found }))
    return 0
  }
  for (const one of found) {
    io.out(lineOf(one))
    if (asked === undefined) continue
    for (const { id, name, role } of one.seats) io.out(`  seat ${id}  ${name}, ${role}`)
    for (const link of one.links) io.out(linkLine(link))
  }
  if (found.length === 0) io.out('This data folder holds no session.')
  return 0
}

export const command: Command = {
  name: 'list',
  doc: 'What a data folder holds; of one session its people and links.',
  run,
}

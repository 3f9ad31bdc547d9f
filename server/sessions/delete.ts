/** `samelight sessions delete`: a session gone, said first. */
import { resolve } from 'node:path'
import { deleteSession } from '../archive/delete.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { findListed } from '../data-folder.ts'

const usage = `samelight sessions delete DATA-DIR SESSION --yes [--json]
Deletes a session that no hub has open: its documents, history, snapshots, notes, stills, LUTs, audit, seats and links. Without --yes it says
what would go and deletes nothing. There is no way back but a backup or an exported file.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, {
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 2) throw new Error(`delete takes a data folder and a session.\n${usage}`)
  const dir = resolve(io.cwd, positionals[0]!)
  const { id, name, revision, seats, links, snapshots, blobs, bytes } = await findListed(dir, positionals[1]!)
  const what = `Session ${id} "${name}": ${revision} revisions, ${snapshots} contents, ${blobs} blobs, ${seats.length} seats, ${links.length} links, ${(bytes / 1e6).toFixed(1)} MB`
  if (!values.yes) {
    io.err(`${what} would go, for good. Nothing is deleted: say --yes.`)
    return 1
  }
  const rows = await deleteSession(dir, id)
  io.out(values.json ? JSON.stringify({ session: id, name, revision, rows, blobs }) : `${what} is deleted.`)
  return 0
}

export const command: Command = { name: 'delete', doc: 'Deletes a session, by --yes.', run }

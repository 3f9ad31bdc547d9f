/** `samelight sessions export`: a session in one file. */
import { resolve } from 'node:path'
import { exportSession } from '../archive/export.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { findListed } from '../data-folder.ts'

const usage = `samelight sessions export DATA-DIR SESSION FILE [--json]
Writes the whole session into one new file, also while its hub runs: documents, history, snapshots, notes, stills, LUTs, audit and roles. No
key is in it; media is not either. \`samelight sessions import\` opens it elsewhere.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, { json: { type: 'boolean' }, help: { type: 'boolean' } } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const [folder, asked, file] = positionals
  if (file === undefined || positionals.length !== 3)
    throw new Error(`export takes a data folder, a session and a new file.\n${usage}`)
  const dir = resolve(io.cwd, folder!)
  const out = resolve(io.cwd, file)
  const done = await exportSession(dir, (await findListed(dir, asked!)).id, out)
  io.out(
    values.json
      ? JSON.stringify({ ...done, file: out })
      : `Session ${done.session} "${done.name}" at revision ${done.revision} is in ${out}: ${(done.bytes / 1e6).toFixed(1)} MB, ${done.blobs} blobs.`,
  )
  return 0
}

export const command: Command = { name: 'export', doc: 'Writes a session whole into one file.', run }

/** `samelight check`: whether a data folder holds what was written to it. */
import { resolve } from 'node:path'
import { inspect } from '../archive/inspect.ts'
import { type Command, type Io, readFlags } from '../command.ts'

const usage = `samelight check DATA-DIR [--json]
Holds every update, checkpoint, snapshot and blob of a data folder against its hash, also while a hub runs on it. Ends with 1 where something is damaged.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, { json: { type: 'boolean' }, help: { type: 'boolean' } } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 1) throw new Error('check takes one data folder; --help says what there is.')
  const found = await inspect(resolve(io.cwd, positionals[0]!))
  if (values.json) io.out(JSON.stringify(found))
  else {
    for (const s of found.sessions)
      io.out(
        `Session ${s.session} "${s.name}": revision ${s.revision}, ${s.segments} sealed segments, ${s.checkpoints} checkpoints, ${s.snapshots} contents, ${s.blobs} blobs.`,
      )
    for (const trouble of found.troubles) io.out(trouble)
    io.out(found.troubles.length === 0 ? 'Everything is as it was written.' : 'Something is damaged.')
  }
  return found.troubles.length === 0 ? 0 : 1
}

export const command: Command = {
  name: 'check',
  doc: 'Says whether a data folder holds what was written to it.',
  run,
}

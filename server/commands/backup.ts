/** `samelight backup`: a data folder copied whole, also while its hub runs. */
import { resolve } from 'node:path'
import { backup } from '../archive/backup.ts'
import { type Command, type Io, readFlags } from '../command.ts'

const usage = `samelight backup DATA-DIR OUT [--links]
Copies sessions, history, snapshots and blobs to the new folder OUT, also while the hub runs, and checks the copy. The links' secret stays
behind, so that who has the backup cannot come in; with --links it is copied too, and a hub on the restored folder prints the same links.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, { links: { type: 'boolean' }, help: { type: 'boolean' } } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 2)
    throw new Error('backup takes a data folder and a new folder; --help says what there is.')
  const [dir, out] = positionals.map((path) => resolve(io.cwd, path)) as [string, string]
  const { sessions } = await backup(dir, out, values.links ?? false)
  for (const { session, name, revision } of sessions) io.out(`Session ${session} "${name}" at revision ${revision}.`)
  io.out(`Backed up to ${out}, and checked.`)
  return 0
}

export const command: Command = {
  name: 'backup',
  doc: 'Copies a data folder whole, also while its hub runs.',
  run,
}

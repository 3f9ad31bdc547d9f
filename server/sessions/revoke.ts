/** `samelight sessions revoke`: a link withdrawn; who came by it is sent away. */
import { resolve } from 'node:path'
import { type Command, type Io, readFlags } from '../command.ts'
import { findListed } from '../data-folder.ts'
import { askOrOpen } from '../keeper-line.ts'

const usage = `samelight sessions revoke DATA-DIR SESSION LINK [--json]
Withdraws a link by its id, or by a role the link which that role always has; \`samelight sessions list DATA-DIR SESSION\` names them.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, { json: { type: 'boolean' }, help: { type: 'boolean' } } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const [folder, asked, link] = positionals
  if (link === undefined || positionals.length !== 3)
    throw new Error(`revoke takes a data folder, a session and a link.\n${usage}`)
  const dir = resolve(io.cwd, folder!)
  const session = await findListed(dir, asked!)
  if (!session.links.some(({ id }) => id === link))
    throw new Error(
      `Session ${session.id} has no link ${link}; it has ${session.links.map(({ id }) => id).join(', ')}.`,
    )
  await askOrOpen(dir, session, 'link-revoke', { link }, io.err)
  io.out(
    values.json ? JSON.stringify({ session: session.id, link }) : `Link ${link} is withdrawn: nobody comes in by it.`,
  )
  return 0
}

export const command: Command = { name: 'revoke', doc: 'Withdraws a link; who came by it is sent away.', run }

/** `samelight sessions invite`: one link for one role, with an end and a number of people where asked. */
import { resolve } from 'node:path'
import { type Command, type Io, readFlags } from '../command.ts'
import { findListed } from '../data-folder.ts'
import { linkOf } from '../fresh.ts'
import { askOrOpen } from '../keeper-line.ts'
import { originOf, restOrigin } from '../origin.ts'

const usage = `samelight sessions invite DATA-DIR SESSION --role ROLE [--name TEXT] [--hours N] [--people N] [--public-url https://HOST] [--json]
Makes a link and prints it, once: its key is kept nowhere. SESSION is an id or a name; a hub that serves it does it without a stop.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, {
    role: { type: 'string' },
    name: { type: 'string' },
    hours: { type: 'string' },
    people: { type: 'string' },
    'public-url': { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 2 || values.role === undefined)
    throw new Error(`invite takes a data folder, a session and --role.\n${usage}`)
  const dir = resolve(io.cwd, positionals[0]!)
  const asked = await findListed(dir, positionals[1]!)
  const said = values['public-url']
  const origin = said === undefined ? (asked.holder?.url ?? restOrigin) : originOf(said)
  const args = {
    role: values.role,
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.hours === undefined ? {} : { hours: Number(values.hours) }),
    ...(values.people === undefined ? {} : { people: Number(values.people) }),
  }
  const kept = await askOrOpen(dir, asked, 'link-new', args, io.err)
  const link = linkOf(origin, asked.id, kept.key as string)
  if (values.json) io.out(JSON.stringify({ session: asked.id, id: kept.link, role: values.role, link }))
  else
    io.out(
      `${link}\nThis is link ${kept.link} for a ${values.role}; it is shown once, and withdrawn by: samelight sessions revoke`,
    )
  return 0
}

export const command: Command = { name: 'invite', doc: 'Makes one link for one role, and prints it once.', run }

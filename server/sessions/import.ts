/** `samelight sessions import`: a session out of one file. */
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { importSession } from '../archive/import.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { linkOf, linksSecret, roleKeys } from '../fresh.ts'
import { originOf, restOrigin } from '../origin.ts'

const usage = `samelight sessions import FILE DATA-DIR [--media DIR] [--public-url https://HOST] [--json]
Brings a session file into a data folder, made where there is none, checked to the last byte before any of it counts. --media is where the hub
finds the session's media, by their content. It prints one link a role, good once a hub serves the session: samelight hub --data DATA-DIR --session ID.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, {
    media: { type: 'string' },
    'public-url': { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 2) throw new Error(`import takes a session file and a data folder.\n${usage}`)
  const [file, dir] = positionals.map((path) => resolve(io.cwd, path)) as [string, string]
  const media = values.media === undefined ? null : resolve(io.cwd, values.media)
  if (media !== null && !(await stat(media).catch(() => null))?.isDirectory())
    throw new Error(`There is no media folder ${media}.`)
  const origin = values['public-url'] === undefined ? restOrigin : originOf(values['public-url'])
  const done = await importSession(file, dir, media)
  for (const sentence of done.sentences) io.err(sentence)
  const keys = roleKeys(await linksSecret(dir), done.session)
  const links = Object.fromEntries(Object.entries(keys).map(([role, key]) => [role, linkOf(origin, done.session, key)]))
  if (values.json) io.out(JSON.stringify({ ...done, folder: join(dir), links }))
  else {
    io.out(
      `Session ${done.session} "${done.name}" at revision ${done.revision} is in ${dir}, and checked. One link a role, once a hub serves it:`,
    )
    for (const [role, link] of Object.entries(links)) io.out(`  ${role.padEnd(10)}  ${link}`)
  }
  return 0
}

export const command: Command = {
  name: 'import',
  doc: 'Brings a session out of one file, checked, into a data folder.',
  run,
}

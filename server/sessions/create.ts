/** `samelight sessions create`: a session made in a data folder, to be opened by a hub. */
import { mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Command, type Io, readFlags } from '../command.ts'
import { listSessions, withSession } from '../data-folder.ts'
import { fillSession, linkOf, linksSecret, makeSession, prepareFolder, roleKeys } from '../fresh.ts'
import { originOf, restOrigin } from '../origin.ts'
import { text } from '../outcome.ts'
import { openSqlite } from '../store/sqlite.ts'

const usage = `samelight sessions create DATA-DIR --name NAME [--media DIR] [--public-url https://HOST] [--json]
Makes a session, also while hubs serve others of the folder, from a folder of media or empty, and prints one link a role. They open it once a
hub serves it: samelight hub --data DATA-DIR --session NAME. --public-url is what the links begin with, http://127.0.0.1:15000 where none is said.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, {
    name: { type: 'string' },
    media: { type: 'string' },
    'public-url': { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  const name = text(values.name, 60)
  if (positionals.length !== 1 || name === null)
    throw new Error(`create takes a data folder and --name, 1 to 60 characters.\n${usage}`)
  const dir = resolve(io.cwd, positionals[0]!)
  const origin = values['public-url'] === undefined ? restOrigin : originOf(values['public-url'])
  const mediaDir = values.media === undefined ? null : resolve(io.cwd, values.media)
  if (mediaDir !== null && !(await stat(mediaDir).catch(() => null))?.isDirectory())
    throw new Error(`There is no media folder ${mediaDir}.`)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const store = openSqlite(join(dir, 'samelight.sqlite'))
  const secret = await linksSecret(dir)
  const prepared = await prepareFolder(mediaDir, io.err)
  let id = ''
  try {
    if ((await store.sessions()).some((one) => one.name === name))
      throw new Error(`${dir} holds a session "${name}" already; give this one another name.`)
    id = (await makeSession(store, secret, prepared, { name, mediaDir })).id
  } finally {
    await store.close()
  }
  await withSession(dir, id, 'sessions create', io.err, (session) => fillSession(session, prepared, true))
  const keys = roleKeys(secret, id)
  const links = Object.fromEntries(Object.entries(keys).map(([role, key]) => [role, linkOf(origin, id, key)]))
  const { revision } = (await listSessions(dir)).find((one) => one.id === id)!
  if (values.json) io.out(JSON.stringify({ session: id, name, revision, links }))
  else {
    io.out(`Session ${id} "${name}" is made. One link a role, once a hub serves it:`)
    for (const [role, link] of Object.entries(links)) io.out(`  ${role.padEnd(10)}  ${link}`)
  }
  return 0
}

export const command: Command = { name: 'create', doc: 'Makes a session from a folder of media, or empty.', run }

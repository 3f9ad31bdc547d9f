/** `samelight audit`: who did what in a session, and what was refused. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Command, type Io, readFlags } from '../command.ts'
import { openSqlite } from '../store/sqlite.ts'

const usage = `samelight audit DATA-DIR [--last 100] [--json]
Prints the newest lines of each session's audit, oldest first, also while a hub runs: when, who, what. \`samelight check\` says whether it is as it was written.`
const mostLines = 1_000_000

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, {
    last: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length !== 1) throw new Error('audit takes one data folder; --help says what there is.')
  const last = Number(values.last ?? 100)
  if (!Number.isSafeInteger(last) || last < 1 || last > mostLines)
    throw new Error(`--last ${values.last} is not a number from 1 to ${mostLines}.`)
  const file = join(resolve(io.cwd, positionals[0]!), 'samelight.sqlite')
  if (!existsSync(file)) throw new Error(`There is no store in ${positionals[0]}: it holds no samelight.sqlite.`)
  const store = openSqlite(file)
  try {
    for (const { id, name } of await store.sessions()) {
      const { seats } = await store.load(id)
      const names = new Map(seats.map((seat) => [seat.id, seat.name]))
      if (!values.json) io.out(`Session ${id} "${name}":`)
      for (const { at, seat, what, detail } of await store.audit(id, last)) {
        const when = new Date(at).toISOString()
        if (values.json)
          io.out(JSON.stringify({ session: id, at: when, seat, name: names.get(seat) ?? null, what, detail }))
        else io.out(`  ${when}  ${names.get(seat) ?? seat} (${seat})  ${what}  ${detail}`)
      }
    }
  } finally {
    await store.close()
  }
  return 0
}

export const command: Command = {
  name: 'audit',
  doc: 'Prints who did what in a session, and what was refused.',
  run,
}

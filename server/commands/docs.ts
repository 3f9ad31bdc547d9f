/** `samelight docs`: the reference pages of operators, colour spaces and the JSON of a grade, from their definitions, and what the project stands on. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ops } from '../../shared/ops/index.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { type Command, type Io, readFlags } from '../command.ts'
import { printGradePage } from '../grade-page.ts'
import { printDependencies, readDependencies } from '../licences.ts'
import { printOps, printSpaces } from '../pages.ts'
import { writeWhole } from '../write-whole.ts'

const flags = { out: { type: 'string' }, help: { type: 'boolean' } } as const

const usage = `samelight docs [--out DIR]
Writes ops.md, spaces.md, grade.md and dependencies.md, into the project's docs folder where no other is named.`

async function run(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readFlags(argv, flags)
  if (values.help) {
    io.err(usage)
    return 0
  }
  if (positionals.length > 0) throw new Error(`docs takes no ${JSON.stringify(positionals[0])}.\n${usage}`)
  const docs = fileURLToPath(new URL('../../docs', import.meta.url))
  const own = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
  const folder = values.out === undefined ? docs : resolve(io.cwd, values.out)
  const pages = new Map([
    [join(folder, 'ops.md'), printOps(ops)],
    [join(folder, 'spaces.md'), printSpaces(spaces)],
    [join(folder, 'grade.md'), printGradePage()],
    [
      join(folder, 'dependencies.md'),
      printDependencies(readDependencies(own('package-lock.json'), own('package.json'))),
    ],
  ])
  await writeWhole(pages)
  for (const path of pages.keys()) io.out(path)
  return 0
}

export const command: Command = { name: 'docs', doc: 'Writes the reference pages from the definitions.', run }

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command as docs } from '../../server/commands/docs.ts'
import { printGradePage } from '../../server/grade-page.ts'
import { printDependencies, readDependencies } from '../../server/licences.ts'
import { printOps, printSpaces } from '../../server/pages.ts'
import { writeWhole } from '../../server/write-whole.ts'
import { chainGrades } from '../../shared/doc/grade-chain.ts'
import { parseGrade } from '../../shared/doc/grade-parse.ts'
import { places } from '../../shared/op/order.ts'
import { ops } from '../../shared/ops/index.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { text } from './tree.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samelight-pages-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const out: string[] = []
const io = {
  out: (line: string) => void out.push(line),
  err: (line: string) => void out.push(line),
  stop: new Promise<void>(() => {}),
  get cwd() {
    return folder
  },
  fault: null,
}

describe('[HOUSE10] the generated pages', () => {
  it('[HOUSE10] docs/ops.md is what the operators say; else run `npm run docs`', () =>
    expect(text('docs/ops.md')).toBe(printOps(ops)))

  it('[HOUSE10] docs/spaces.md is what the colour spaces say; else run `npm run docs`', () =>
    expect(text('docs/spaces.md')).toBe(printSpaces(spaces)))

  it('[HOUSE10] docs/grade.md is what the reader takes, and its example is a grade; else run `npm run docs`', () => {
    expect(text('docs/grade.md')).toBe(printGradePage())
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(printGradePage()) ?? []
    const grade = parseGrade(example)
    if (typeof grade === 'string') throw new Error(grade)
    expect(chainGrades([grade], 'c.clip0001', '0')).toBeInstanceOf(Map)
  })

  it('[HOUSE10] docs/dependencies.md is what package-lock.json says; else run `npm run docs`', () =>
    expect(text('docs/dependencies.md')).toBe(
      printDependencies(readDependencies(text('package-lock.json'), text('package.json'))),
    ))

  it('[HOUSE10] hold every operator with each control, every place of the order, every space with its source', () => {
    const page = text('docs/ops.md')
    for (const op of ops) {
      expect(page).toContain(`\`${op.id}\`, version ${op.version};`)
      expect(page).toContain(op.doc)
      for (const param of Object.values(op.params)) expect(page).toContain(`| \`${param.id}\` | ${param.title} |`)
    }
    for (const place of places) expect(page).toContain(`| \`${place.id}\` | ${place.doc}`)
    for (const space of spaces) expect(text('docs/spaces.md')).toContain(`| \`${space.id}\` | ${space.title} |`)
  })

  it('[HOUSE10] the command writes them all, whole, and says where; a folder that is not there is a sentence', async () => {
    expect(await docs.run(['--out', '.'], io)).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['dependencies.md', 'grade.md', 'ops.md', 'spaces.md'])
    expect(readFileSync(join(folder, 'ops.md'), 'utf8')).toBe(printOps(ops))
    expect(out).toEqual(['ops.md', 'spaces.md', 'grade.md', 'dependencies.md'].map((name) => join(folder, name)))
    await expect(docs.run(['--out', 'nowhere'], io)).rejects.toThrow(/nowhere.ops\.md cannot be written: ENOENT\.$/)
    await expect(docs.run(['twice'], io)).rejects.toThrow('docs takes no "twice".')
  })

  it('[HOUSE10] of two files neither is touched where one cannot be written, and nothing is left beside them', async () => {
    const [good, bad] = [join(folder, 'good.md'), join(folder, 'missing', 'bad.md')]
    writeFileSync(good, 'before')
    await expect(
      writeWhole(
        new Map([
          [good, 'after'],
          [bad, 'after'],
        ]),
      ),
    ).rejects.toThrow('bad.md cannot be written: ENOENT.')
    expect(readFileSync(good, 'utf8')).toBe('before')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { command as apply } from '../../server/commands/apply.ts'
import { command as grade } from '../../server/commands/grade.ts'
import { command as render } from '../../server/commands/render.ts'
import { formats } from '../../server/images/index.ts'
import { desk } from './kit.ts'

const at = desk()
afterAll(at.close)
const page = readFileSync(new URL('../../docs/commands.md', import.meta.url), 'utf8')
const flagsOf = (text: string): string[] =>
  [...new Set(text.match(/--[a-z]+/g))].filter((flag) => flag !== '--help').sort()

describe('[FILE14] docs/commands.md', () => {
  it.each([apply, render, grade])(
    '[FILE14] $name: the page has the flags that its help has, and no others',
    async (command) => {
      const { err, refused } = await at.run(command, '--help')
      expect(refused).toBeNull()
      const section = page.split(/^## /m).find((part) => part.startsWith(`${command.name}:`))!
      expect(flagsOf(section)).toEqual(flagsOf(err.join('\n')))
    },
  )

  it('[FILE14] every format with each depth that it is written in', () => {
    for (const { title, depths } of formats) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${title} |`))!
      const written = row.split('|')[3]!
      for (const depth of depths) expect(written).toContain(String(depth))
    }
  })
})

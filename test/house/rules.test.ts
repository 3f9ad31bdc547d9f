import { describe, expect, it } from 'vitest'
import { files, text } from './tree.ts'

const stated = [...text('SPEC.md').matchAll(/^\s*-\s+\*\*([A-Z]+\d+)\*\*/gm)].map((m) => m[1]!)
const tests = files.filter((path) => /^test\/.*\.test\.tsx?$/.test(path))
const quoted = new Set(tests.flatMap((path) => [...text(path).matchAll(/\[([A-Z]+\d+)\]/g)].map((m) => m[1]!)))

describe('[HOUSE6] the rules of SPEC.md and the tests name each other', () => {
  it('[HOUSE6] SPEC.md states rules, each once', () => {
    expect(stated.length).toBeGreaterThan(40)
    expect(stated.filter((rule, i) => stated.indexOf(rule) !== i)).toEqual([])
  })

  it('[HOUSE6] every rule is quoted by a test', () => expect(stated.filter((rule) => !quoted.has(rule))).toEqual([]))

  it('[HOUSE6] every quoted rule is stated', () =>
    expect([...quoted].filter((rule) => !stated.includes(rule))).toEqual([]))
})

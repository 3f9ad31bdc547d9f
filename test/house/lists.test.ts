import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAllowed, readDependencies } from '../../server/licences.ts'
import { files, root, text } from './tree.ts'

/** Folders that are collections: `index.ts` holds nothing but the list, by hand, and the list equals the folder. */
const collections = [
  'shared/ops',
  'shared/spaces',
  'server/commands',
  'server/sessions',
  'client/panels',
  'client/actions',
  'client/controls',
  'client/icons',
].filter((folder) => existsSync(join(root, folder, 'index.ts')))

describe('[HOUSE7] lists equal folders', () => {
  it('[HOUSE7] the collections that must have a list have one', () => {
    for (const folder of ['shared/ops', 'shared/spaces', 'server/commands']) expect(collections).toContain(folder)
  })

  it.each(collections)('[HOUSE7] %s/index.ts names every file of its folder', (folder) => {
    // What every screen has at once is a list of its own, which the index takes up whole.
    const parts = { 'client/actions': ['room-actions.ts'] }[folder] ?? []
    const index = ['index.ts', ...parts].map((name) => text(`${folder}/${name}`)).join('')
    const own = files.filter(
      (path) =>
        path.startsWith(`${folder}/`) &&
        /^[^/]+\.tsx?$/.test(path.slice(folder.length + 1)) &&
        !path.endsWith('/index.ts'),
    )
    const unlisted = own.filter((path) => !index.includes(`./${path.slice(folder.length + 1)}`))
    expect(unlisted).toEqual([])
  })
})

describe('[HOUSE8] what is imported is declared, under a licence we allow', () => {
  const pkg = JSON.parse(text('package.json')) as {
    dependencies: Record<string, string>
    devDependencies: Record<string, string>
  }
  const declared = { ...pkg.dependencies, ...pkg.devDependencies }

  it('[HOUSE8] every package that a source or test imports is declared', () => {
    const names = new Set<string>()
    for (const path of files.filter((p) => /^(shared|server|client|test|demo)\/.*\.tsx?$|^vite\.config\.ts$/.test(p)))
      for (const m of text(path).matchAll(/(?<![.\w])(?:from|import)\s*\(?\s*['"]([^.'"][^'"]*)['"]/g)) {
        const name = m[1]!
        if (/^(node:|virtual:|https?:|data:)/.test(name) || !/^(@[a-z0-9-]+\/)?[a-z0-9][a-z0-9.-]*(\/|$)/.test(name))
          continue
        names.add(name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]!)
      }
    expect([...names].filter((name) => !(name in declared))).toEqual([])
  })

  it('[HOUSE8] versions are exact', () =>
    expect(Object.entries(declared).filter(([, version]) => !/^\d/.test(version))).toEqual([]))

  const all = readDependencies(text('package-lock.json'), text('package.json'))

  it('[HOUSE8] every licence is allowed, of what is installed with what we name as well, to build and test with too', () => {
    expect(all.length).toBeGreaterThan(Object.keys(declared).length)
    expect(all.filter((one) => !isAllowed(one)).map(({ name, licence }) => `${name}: ${licence}`)).toEqual([])
  })

  it('[HOUSE8] what each package says of itself is what the list says; what is not for this machine is not here', () => {
    const wrong: string[] = []
    let seen = 0
    for (const { name, licence, version, folder, direct } of all) {
      if (!existsSync(join(root, folder, 'package.json'))) {
        if (direct) wrong.push(`${name} is not installed`)
        continue
      }
      seen++
      const own = JSON.parse(text(`${folder}/package.json`)) as {
        version?: string
        license?: string | { type: string }
      }
      const said = typeof own.license === 'object' ? own.license.type : own.license
      if (own.version !== version || said !== licence) wrong.push(`${name} ${own.version}: ${said}, not ${licence}`)
    }
    expect(wrong).toEqual([])
    expect(seen).toBeGreaterThan(100)
  })

  it('[HOUSE8] a licence that we do not allow is found, alone, among others and for code that calls itself a font', () => {
    const may = (licence: string, name = 'x'): boolean => isAllowed({ name, licence })
    expect(['MIT', '(MIT OR GPL-3.0)', 'GPL-2.0 OR Apache-2.0', 'MIT AND ISC'].map((one) => may(one))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['GPL-3.0', 'none', 'MIT AND GPL-3.0', 'UNLICENSED', 'OFL-1.1', ''].map((one) => may(one))).toEqual(
      Array(6).fill(false),
    )
    expect([may('OFL-1.1', '@fontsource-variable/inter'), may('GPL-3.0', '@fontsource/x')]).toEqual([true, false])
  })
})

describe('[HOUSE9] nothing of one machine or one person in the project', () => {
  it('[HOUSE9] no path of a machine, no registry host', () => {
    const wrong = files
      .filter(
        (path) =>
          /\.(ts|tsx|mjs|js|md|json|css|html|sh)$|^\.ci\//.test(path) &&
          path !== 'test/house/lists.test.ts' &&
          path !== 'package-lock.json',
      )
      .filter((path) => /\/(work|farm)\/|\/tmp\/bash_jobs|\/root\//.test(text(path)))
    expect(wrong).toEqual([])
    expect(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/.test(text('package-lock.json'))).toBe(false)
  })
})

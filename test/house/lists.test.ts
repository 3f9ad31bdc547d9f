import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
    const index = text(`${folder}/index.ts`)
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

  it('[HOUSE8] versions are exact and licences allowed, the font apart (OFL-1.1, no code)', () => {
    const allowed = /^(MIT|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|MPL-2\.0)$/
    const wrong: string[] = []
    for (const [name, version] of Object.entries(declared)) {
      if (!/^\d/.test(version)) wrong.push(`${name}: ${version} is not exact`)
      const path = join(root, 'node_modules', name, 'package.json')
      const { license } = JSON.parse(text(`node_modules/${name}/package.json`)) as { license?: string }
      if (!existsSync(path)) wrong.push(`${name} is not installed`)
      const options = (license ?? '').replace(/[()]/g, '').split(/ OR /)
      if (!options.some((one) => allowed.test(one)) && !(name.startsWith('@fontsource') && license === 'OFL-1.1'))
        wrong.push(`${name}: ${license}`)
    }
    expect(wrong).toEqual([])
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

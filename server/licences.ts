/** What the project stands on: every package of package-lock.json with its version and its licence, and whether that licence is one we allow. */

/** SPDX ids that code may come under. */
const allowed: readonly string[] = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0']
/** A font's own licence, for fonts alone. */
const fonts = { scope: /^@fontsource/, licence: 'OFL-1.1' } as const

export interface Dependency {
  readonly name: string
  readonly version: string
  /** SPDX expression, or `none`. */
  readonly licence: string
  /** Only built or tested with; nothing of it runs at a hub or in a suite. */
  readonly development: boolean
  /** Named in package.json; else something named there stands on it. */
  readonly direct: boolean
  /** Folder it is installed in, relative to the root. */
  readonly folder: string
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { version?: string; license?: string; dev?: boolean; devOptional?: boolean }>
  >
}
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** In the order of their names, then versions; `lock` and `manifest` are the texts of package-lock.json and package.json. */
export function readDependencies(lock: string, manifest: string): readonly Dependency[] {
  const { packages } = JSON.parse(lock) as Lock
  const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest) as Manifest
  const found: Dependency[] = []
  for (const [folder, { version = '', license = 'none', dev = false, devOptional = false }] of Object.entries(
    packages,
  )) {
    if (folder === '') continue
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const named = name in dependencies || name in devDependencies
    const direct = named && folder === `node_modules/${name}`
    found.push({ name, version, licence: license, development: dev || devOptional, direct, folder })
  }
  return found.sort((a, b) => (a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1))
}

/** True where one of the licences that a package may be taken under is allowed, or all of those that hold together. */
export function isAllowed({ name, licence }: Pick<Dependency, 'name' | 'licence'>): boolean {
  if (fonts.scope.test(name)) return licence === fonts.licence
  const options = licence.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return options.some((option) => option.split(' AND ').every((one) => allowed.includes(one.trim())))
}

/** docs/dependencies.md. */
export function printDependencies(list: readonly Dependency[]): string {
  const rows = (development: boolean): string[] => {
    const some = list.filter((one) => one.development === development)
    const lines = new Set(
      some.map(
        ({ name, version, licence, direct }) => `| ${name} | ${version} | ${licence} | ${direct ? 'yes' : ''} |`,
      ),
    )
    return ['| package | version | licence | named by us |', '| --- | --- | --- | --- |', ...lines]
  }
  return `${[
    '# What the project stands on',
    '',
    'Written by `npm run docs` from package-lock.json; a test compares, and holds each licence against those allowed:',
    `${allowed.join(', ')}; ${fonts.licence} for fonts. Versions are exact. What package.json names is marked; the rest, something named stands on.`,
    '',
    '## At a hub and in a suite',
    '',
    ...rows(false),
    '',
    '## To build and test with',
    '',
    ...rows(true),
  ].join('\n')}\n`
}

/** The project's own files, read once: what the tests of the structure look at. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Paths relative to the root of all files that git knows or would know. */
export const files: readonly string[] = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 26,
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)))

export const text = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The sources of the three houses, without tests. */
export const sources: readonly string[] = files.filter((path) => /^(shared|server|client)\/.*\.tsx?$/.test(path))

/** Source with comments and string contents blanked, line for line, so that a search finds code only. */
export function code(path: string): string {
  return blank(text(path))
}

/** Blanks comments, strings and template text; keeps line breaks and the rest where they were. */
export function blank(source: string): string {
  const keep = (s: string) => s.replace(/[^\n]/g, ' ')
  return source.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|\$\{[^}]*\}|[^`\\])*`/g,
    keep,
  )
}

/** The module specifiers a source imports or re-exports, types included, and `import('…')` in type position. */
export function imports(path: string): string[] {
  const found: string[] = []
  const source = text(path)
  for (const m of source.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]/g)) found.push(m[1]!)
  for (const m of source.matchAll(/(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g)) found.push(m[1]!)
  for (const m of source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) found.push(m[1]!)
  for (const m of source.matchAll(/new URL\(\s*['"](\.[^'"]+\.tsx?)['"]\s*,\s*import\.meta\.url/g)) found.push(m[1]!)
  return found
}

/** The path a relative specifier means, relative to the root. */
export function resolve(from: string, specifier: string): string {
  const bare = specifier.replace(/\?.*$/, '')
  return join(dirname(from), bare).replaceAll('\\', '/')
}

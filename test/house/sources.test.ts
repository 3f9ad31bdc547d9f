import { describe, expect, it } from 'vitest'
import { blank, code, files, sources, text } from './tree.ts'

const shared = sources.filter((path) => path.startsWith('shared/'))

/** Lines of code that match, unless the line of the file says why (`// reason:`). */
function lines(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => {
    const original = text(path).split('\n')
    return code(path)
      .split('\n')
      .flatMap((line, i) =>
        pattern.test(line) && !original[i]!.includes('// reason:') ? [`${path}:${i + 1}: ${original[i]!.trim()}`] : [],
      )
  })
}

const transcendental =
  /\bMath\.(pow|exp|expm1|log|log2|log10|log1p|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot|fround16|f16round)\b|\*\*/

describe('[HOUSE4] nothing under shared uses what differs between engines', () => {
  it('[HOUSE4] no transcendental of Math, no ** operator', () => expect(lines(shared, transcendental)).toEqual([]))

  it('[HOUSE4] the search itself finds them in code and not in comments or text', () => {
    expect(transcendental.test(blank('const y = Math.pow(2, x)'))).toBe(true)
    expect(transcendental.test(blank('const y = x ** 2'))).toBe(true)
    expect(transcendental.test(blank("// Math.pow is banned\nconst s = 'Math.exp'"))).toBe(false)
  })

  it('[HOUSE4] no clock, no randomness of its own', () =>
    expect(
      lines(shared, /\bDate\.now\b|\bnew Date\b|\bperformance\.|\bMath\.random\b|\bcrypto\.getRandomValues\b/),
    ).toEqual([]))

  it('[HOUSE4] no fma, no relaxed SIMD by name', () => expect(lines(shared, /\bfma\s*\(|relaxed/i)).toEqual([]))
})

describe('[HOUSE5] files one would like to read', () => {
  it('[HOUSE5] no source over 400 lines', () => {
    const long = files
      .filter((path) => /\.(ts|tsx|mjs|css)$/.test(path))
      .map((path) => ({ path, length: text(path).split('\n').length - 1 }))
      .filter(({ length }) => length > 400)
    expect(long).toEqual([])
  })

  it('[HOUSE5] no name that explains nothing, and names are kebab-case', () => {
    const tsFiles = files.filter((path) => /\.(ts|tsx)$/.test(path) && !path.endsWith('.d.ts'))
    expect(
      tsFiles.filter((path) =>
        /(^|\/)(utils?|helpers?|common|misc|manager|service|handler|base)s?(\.|\/|-)/i.test(path),
      ),
    ).toEqual([])
    expect(tsFiles.filter((path) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(path))).toEqual([])
  })

  it('[HOUSE5] every folder of client, server and shared has a README', () => {
    const folders = new Set(sources.map((path) => path.slice(0, path.lastIndexOf('/'))))
    expect([...folders].filter((folder) => !files.includes(`${folder}/README.md`))).toEqual([])
  })

  it('[HOUSE5] nothing skipped, nothing unfinished by its own word, no suppression without a reason', () => {
    const own = files.filter((path) => /\.(ts|tsx)$/.test(path))
    const unfinished = own.flatMap((path) =>
      text(path)
        .split('\n')
        .flatMap((line, i) =>
          /\b(TODO|FIXME|XXX|HACK)\b|@ts-ignore|@ts-nocheck|biome-ignore|\b(it|test|describe)\.(skip|only|todo)\b/.test(
            line,
          ) &&
          !line.includes('reason:') &&
          path !== 'test/house/sources.test.ts'
            ? [`${path}:${i + 1}: ${line.trim()}`]
            : [],
        ),
    )
    expect(unfinished).toEqual([])
  })

  it('[HOUSE5] imports say the exact file with its extension', () => {
    const wrong = sources.flatMap((path) =>
      [...text(path).matchAll(/from\s*['"](\.[^'"]+)['"]/g)]
        .map((m) => m[1]!)
        .filter((s) => !/\.(tsx?|css|json|svg)(\?[a-z]+)?$/.test(s))
        .map((s) => `${path}: ${s}`),
    )
    expect(wrong).toEqual([])
  })
})

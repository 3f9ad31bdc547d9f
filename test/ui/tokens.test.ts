import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clipColours, flagColours } from '../../shared/doc/flags.ts'
import { files, text } from '../house/tree.ts'

const tokens = readFileSync(new URL('../../client/theme/tokens.css', import.meta.url), 'utf8')
const hues = new Set([
  '--accent',
  '--picked',
  '--warn',
  '--port-key',
  '--wiped',
  '--port-rgb',
  ...['red', 'green', 'blue', 'luma'].map((channel) => `--trace-${channel}`),
  ...new Set([...flagColours, ...clipColours].map((colour) => `--flag-${colour}`)),
  ...['magenta', 'red', 'yellow', 'green', 'cyan', 'blue'].map((hue) => `--hue-${hue}`),
])
const declared = [...tokens.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map((m) => [m[1]!, m[2]!.trim()] as const)

/** Channels of a hex or rgba() colour, or null where the text is no colour. */
function channels(value: string): number[] | null {
  const hex = /^#([0-9a-f]{6})$/i.exec(value)
  if (hex) return [0, 2, 4].map((i) => Number.parseInt(hex[1]!.slice(i, i + 2), 16))
  const rgba = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(value)
  return rgba ? rgba.slice(1, 4).map(Number) : null
}

/** WCAG 2 contrast of two greys. */
function contrast(a: number, b: number): number {
  const light = (v: number) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)
  const [x, y] = [light(a), light(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}
const grey = (name: string): number => channels(declared.find(([n]) => n === name)![1])![0]!

describe('the theme', () => {
  it('[UI1] every colour of tokens.css but the named hues has R = G = B', () => {
    const coloured = declared.filter(([name, value]) => {
      const rgb = channels(value)
      return rgb !== null && !hues.has(name) && new Set(rgb).size !== 1
    })
    expect(coloured).toEqual([])
    expect(declared.filter(([, value]) => channels(value) !== null).length).toBeGreaterThan(14)
  })

  it('[UI1] the greys are those of the design', () => {
    const of = Object.fromEntries(declared)
    expect([0, 1, 2, 3, 4, 5].map((i) => of[`--grey-${i}`])).toEqual([
      '#0f0f0f',
      '#161616',
      '#1d1d1d',
      '#262626',
      '#333333',
      '#484848',
    ])
    expect(tokens).toMatch(/--surround: #3f3f3f/)
    expect(of['--accent']).toBe('#c9a06a')
  })

  it('[UI2] text reaches 4.5 : 1 on every grey it stands on', () => {
    for (const ground of ['--grey-1', '--grey-2', '--grey-3', '--grey-4'])
      for (const ink of ['--text', '--text-quiet', '--text-strong'])
        expect(contrast(grey(ink), grey(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })

  it('[UI1] no other stylesheet or component of the client names a colour of its own', () => {
    const own = files.filter((path) => /^client\/(?!theme\/tokens).*\.(css|tsx)$/.test(path))
    const named = own.flatMap((path) =>
      [...text(path).matchAll(/#[0-9a-f]{3,8}\b(?=['";\s,)])|\b(?:rgba?|hsla?|oklch)\(/gi)].map(
        (m) => `${path}: ${m[0]}`,
      ),
    )
    expect(named).toEqual([])
  })

  it('[UI3] no transition is longer than 100 ms, and nothing is animated', () => {
    const quick = Number(/--quick:\s*(\d+)ms/.exec(tokens)![1])
    expect(quick).toBeLessThanOrEqual(100)
    for (const path of files.filter((p) => /^client\/.*\.css$/.test(p))) {
      const css = text(path)
      expect(css, path).not.toMatch(/@keyframes|animation(-name)?:/)
      for (const m of css.matchAll(/transition:([^;]+);/g)) expect(m[1], path).toMatch(/var\(--quick\)|none/)
    }
  })
})

/** Scopes on their way to the screen: what is asked of the worker, and how counts become light. */
import { describe, expect, it } from 'vitest'
import { ScopeLoop } from '../../client/viewer/scope-loop.ts'
import { paintHistogram, paintVectorscope, paintWaveform, sheetOf } from '../../client/viewer/scope-paint.ts'
import type { ToWorker } from '../../client/viewer/work.ts'
import { BINS, COLUMNS, countScopes, LEVELS, SIDE } from '../../shared/scope/counts.ts'
import { rec709 } from '../../shared/scope/weights.ts'

const white = [255, 255, 255] as const
/** Columns and rows of a sheet that are lit. */
function lit({ width, pixels }: ReturnType<typeof sheetOf>): { x: number; y: number; light: number }[] {
  const found = []
  for (let i = 0; i < pixels.length; i += 4)
    if (pixels[i]! > 0) found.push({ x: (i / 4) % width, y: Math.floor(i / 4 / width), light: pixels[i]! })
  return found
}

describe('[SCOPEUI1] the worker is asked for what stands on the screen, once', () => {
  it('[SCOPEUI1] two scopes of a kind are one, the last one gone asks for nothing', () => {
    const said: ToWorker[] = []
    const loop = new ScopeLoop((message) => said.push(message))
    const [a, b] = [loop.want('parade', false), loop.want('parade', false)]
    const c = loop.want('waveform', true)
    expect(said).toEqual([
      { kind: 'scopes', kinds: ['parade'], lowPass: false },
      { kind: 'scopes', kinds: ['parade', 'waveform'], lowPass: true },
    ])
    for (const stop of [a, c]) stop()
    expect(said.slice(2)).toEqual([{ kind: 'scopes', kinds: ['parade'], lowPass: false }])
    b()
    expect(said.at(-1)).toEqual({ kind: 'scopes', kinds: [], lowPass: false })
  })

  it('[SCOPEUI1] counts are kept and told', () => {
    const loop = new ScopeLoop(() => {})
    let heard = 0
    loop.on(() => heard++)
    const counts = countScopes(new Uint16Array(12), 2, 2, { kinds: ['histogram'], weights: rec709 })
    loop.hear({ kind: 'scopes', counts, width: 2, height: 2 })
    expect([heard, loop.scoped]).toEqual([1, { counts, width: 2, height: 2 }])
  })
})

describe('[SCOPEUI2] a trace lies where its level is', () => {
  const at = (column: number, level: number, n = 1): Uint32Array => {
    const counts = new Uint32Array(COLUMNS * LEVELS)
    counts[column * LEVELS + level] = n
    return counts
  }

  it.each([
    [480, 512],
    [960, 512],
    [133, 180],
    [1200, 77],
  ])('[SCOPEUI2] a single pixel of a picture is seen, on a canvas of %i × %i too', (width, height) => {
    for (const [column, level] of [
      [0, 0],
      [479, 511],
      [240, 200],
    ] as const) {
      const sheet = sheetOf(width, height)
      paintWaveform(sheet, at(column, level), 1920 * 1080, white)
      const found = lit(sheet)
      expect(found.length).toBeGreaterThan(0)
      for (const { x, y, light } of found) {
        expect(light).toBeGreaterThanOrEqual(30)
        expect(Math.abs((x + 0.5) / width - (column + 0.5) / COLUMNS)).toBeLessThan(0.5 / width + 0.51 / COLUMNS)
        expect(Math.abs(1 - (y + 0.5) / height - (level + 0.5) / LEVELS)).toBeLessThan(0.5 / height + 0.51 / LEVELS)
      }
    }
  })

  it('[SCOPEUI2] more pixels are brighter, and nothing is beyond white', () => {
    const light = (n: number) => {
      const sheet = sheetOf(480, 512)
      paintWaveform(sheet, at(10, 10, n), 1920 * 1080, white)
      return lit(sheet)[0]!.light
    }
    const steps = [1, 10, 100, 1000, 4320].map(light)
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
    expect(new Set(steps).size).toBe(5)
    expect(steps.at(-1)).toBeLessThanOrEqual(255)
  })

  it('[SCOPEUI2] no chroma lies in the middle of a vectorscope, and twice as far from it at 2×', () => {
    const counts = new Uint32Array(SIDE * SIDE)
    counts[(SIDE / 2 + 32) * SIDE + SIDE / 2 + 64] = 5
    const where = (zoom: 1 | 2) => {
      const sheet = sheetOf(300, 256)
      paintVectorscope(sheet, counts, 100, white, 22, 256, zoom)
      const { x, y } = lit(sheet)[0]!
      return [x - 22 - 128, 128 - y]
    }
    expect(where(1)).toEqual([32, 17])
    expect(where(2)[0]).toBe(64)
    expect(Math.abs(where(2)[1]! - 32)).toBeLessThanOrEqual(1)
  })

  it('[SCOPEUI2] a histogram is as high as its fullest bin, the clipped ends apart', () => {
    const counts = new Uint32Array(BINS).fill(1)
    counts[0] = 1e6
    counts[512] = 100
    const sheet = sheetOf(BINS, 100)
    paintHistogram(sheet, counts, white)
    const height = (x: number) => lit(sheet).filter((one) => one.x === x).length
    expect([height(512), height(100), height(0)]).toEqual([100, 10, 100])
  })
})

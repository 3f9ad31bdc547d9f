/** Scopes on their way to the screen: what is asked of the worker, and how counts become light. */
import { describe, expect, it } from 'vitest'
import { keepScopes, readScopes, scopesAtRest } from '../../client/state/scope-choice.ts'
import { areaOf, readable, ringsOf } from '../../client/viewer/scope-draw.ts'
import { ScopeLoop } from '../../client/viewer/scope-loop.ts'
import { paintHistogram, paintVectorscope, paintWaveform, sheetOf } from '../../client/viewer/scope-paint.ts'
import type { ToWorker } from '../../client/viewer/work.ts'
import { BINS, COLUMNS, countScopes, LEVELS, SIDE } from '../../shared/scope/counts.ts'
import { linesOf } from '../../shared/scope/graticule.ts'
import { placesOf } from '../../shared/scope/place.ts'
import { rec709 } from '../../shared/scope/weights.ts'
import { spaces } from '../../shared/spaces/index.ts'

const white = [255, 255, 255] as const
/** Columns and rows of a sheet that are lit. */
function lit({ width, pixels }: ReturnType<typeof sheetOf>): { x: number; y: number; light: number }[] {
  const found = []
  for (let i = 0; i < pixels.length; i += 4)
    if (pixels[i]! > 0) found.push({ x: (i / 4) % width, y: Math.floor(i / 4 / width), light: pixels[i]! })
  return found
}

describe('[SCOPEUI1] the worker is asked for what stands on the screen, once', () => {
  it('[SCOPEUI1] two scopes of a kind are one, what comes together is one message, the last one gone asks for nothing', async () => {
    const said: ToWorker[] = []
    const loop = new ScopeLoop((message) => said.push(message))
    const [a, b] = [loop.want('parade', false), loop.want('parade', false)]
    const c = loop.want('waveform', true)
    await null
    expect(said).toEqual([{ kind: 'scopes', kinds: ['parade', 'waveform'], lowPass: true }])
    for (const stop of [a, c]) stop()
    await null
    expect(said.slice(1)).toEqual([{ kind: 'scopes', kinds: ['parade'], lowPass: false }])
    b()
    await null
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

  it('[SCOPEUI1] counts that others have taken the place of go back to be counted in', () => {
    const said: [ToWorker, Transferable[]][] = []
    const loop = new ScopeLoop((message, transfer) => said.push([message, transfer]))
    const [one, two] = [1, 2].map(() =>
      countScopes(new Uint16Array(12), 2, 2, { kinds: ['histogram', 'vectorscope'], weights: rec709 }),
    )
    loop.hear({ kind: 'scopes', counts: one!, width: 2, height: 2 })
    expect(said).toEqual([])
    loop.hear({ kind: 'scopes', counts: two!, width: 2, height: 2 })
    expect(said).toEqual([[{ kind: 'counted', counts: one }, expect.anything()]])
    expect(said[0]![1]).toHaveLength(5)
    expect(loop.scoped!.counts).toBe(two)
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

describe('[SCOPEUI4] the pixel under the pointer is ringed in every scope', () => {
  const look = scopesAtRest.looks[0]!

  it('[SCOPEUI4] a ring lies on the trace of its pixel, in every kind', () => {
    const rgb = [40000, 20000, 30000] as const
    const frame = Uint16Array.from({ length: COLUMNS * 3 }, (_, i) => (Math.floor(i / 3) === 120 ? rgb[i % 3]! : 0))
    const counts = countScopes(frame, COLUMNS, 1, { kinds: ['waveform', 'vectorscope'], weights: rec709 })
    for (const kind of ['waveform', 'vectorscope'] as const) {
      const area = areaOf({ ...look, kind }, 700, 400, 1)
      const sheet = sheetOf(area.width, area.height)
      if (kind === 'waveform') paintWaveform(sheet, counts.waveform!, COLUMNS, white)
      else paintVectorscope(sheet, counts.vectorscope!, COLUMNS, white, 0, area.width, 1)
      const [[x, y]] = ringsOf(placesOf(kind, rgb, 120.5 / COLUMNS, rec709), area, { ...look, kind }) as [
        [number, number],
      ]
      const near = lit(sheet).map((one) => Math.hypot(one.x + 0.5 + area.left - x, one.y + 0.5 + area.top - y))
      expect(Math.min(...near)).toBeLessThan(1)
    }
  })

  it('[SCOPEUI4] at 2× what lies beyond the edge has no ring', () => {
    const area = areaOf({ ...look, kind: 'vectorscope' }, 300, 256, 1)
    const at = (x: number, zoom: 1 | 2) =>
      ringsOf([{ trace: 'luma', x, y: 0.5 }], area, { ...look, kind: 'vectorscope', zoom })
    expect(area).toEqual({ left: 24, top: 2, width: 252, height: 252 })
    expect(at(0.625, 1)).toEqual([[24 + 157.5, 128]])
    expect(at(0.625, 2)).toEqual([[24 + 189, 128]])
    expect(at(0.8, 2)).toEqual([])
  })

  it('[SCOPEUI4] rings are told apart from traces, and taken away once', () => {
    const loop = new ScopeLoop(() => {})
    let [traces, rings] = [0, 0]
    loop.on(() => traces++)
    loop.onPointed(() => rings++)
    const pixel = { kind: 'pixel', id: 1, graded: [1, 2, 3], bare: null, exact: true } as const
    loop.point(null)
    loop.point({ at: [0.5, 0.5], pixel })
    loop.point(null)
    loop.point(null)
    expect([traces, rings]).toEqual([0, 2])
  })
})

describe('[SCOPEUI2] the numbers of a scale', () => {
  const heights = (scale: Parameters<typeof linesOf>[0], height: number) => {
    const lines = linesOf(scale, spaces.find(({ id }) => id === 'rec709-gamma24') ?? spaces[0]!)
    const said = readable(
      lines.map(({ at }) => at * height),
      11,
    )
    return lines.filter((_, i) => said[i]).map(({ label }) => label)
  }

  it('[SCOPEUI2] each line has its own where there is room, and both ends always have', () => {
    expect(heights('data10', 200)).toEqual(['0', '128', '256', '384', '512', '639', '767', '895', '1023'])
    expect(heights('millivolt', 40)).toEqual(['0', '200', '400', '700'])
    expect(heights('percent', 5)).toEqual(['0', '100'])
  })
})

describe('[SCOPEUI5] what stands on the screen is kept for a person', () => {
  const shelfOf = (start: Record<string, string> = {}) => {
    const map = new Map(Object.entries(start))
    return {
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, text: string) => void map.set(key, text),
    }
  }

  it('[SCOPEUI5] how many, and the look of each; another person begins at rest', () => {
    const shelf = shelfOf()
    const looks = scopesAtRest.looks.map((one) => ({ ...one, kind: 'vectorscope', zoom: 2, extents: true }) as const)
    const choice = { count: 4, lowPass: true, looks } as const
    keepScopes(shelf, 'Clara', choice)
    expect(readScopes(shelf, 'Clara')).toEqual(choice)
    expect(readScopes(shelf, 'Dana')).toEqual(scopesAtRest)
  })

  it.each(['', 'null', '{', '[]', '7', '{"count":3,"looks":[{"kind":"cube","scale":"nits"},5,null]}'])(
    '[SCOPEUI5] what cannot be read is at rest: %s',
    (text) => {
      const read = readScopes(shelfOf({ 'samelight.scopes.Clara': text }), 'Clara')
      const nits = text.includes('nits')
      expect(read).toEqual({
        ...scopesAtRest,
        looks: scopesAtRest.looks.map((look, i) => (i === 0 && nits ? { ...look, scale: 'nits' } : look)),
      })
    },
  )
})

import { describe, expect, it } from 'vitest'
import { Framing, fitZoom, stepZoom } from '../../client/state/framing.ts'

const framed = () => {
  let told = 0
  const framing = new Framing(() => told++)
  framing.measure([1500, 700], 1, [1920, 1080])
  return { framing, told: () => told }
}
/** The place of the picture (pixels of the timeline) under a place of the stage. */
const under = ({ box, scale }: Framing, [x, y]: readonly [number, number]) => [
  (x - box.left) / scale,
  (y - box.top) / scale,
]

describe('[STAGE1] zoom and pan', () => {
  it('[STAGE1] fits with a margin, in the middle, and tells nobody of the same size again', () => {
    const { framing, told } = framed()
    expect(framing.fit).toBeCloseTo((700 * 0.96) / 1080, 6)
    const { left, top, width, height } = framing.box
    expect(Math.abs(2 * left + width - 1500)).toBeLessThanOrEqual(1)
    expect(Math.abs(2 * top + height - 700)).toBeLessThanOrEqual(1)
    expect(framing.seen).toEqual({ left: 0, top: 0, width, height })
    const before = told()
    framing.measure([1500, 700], 1, [1920, 1080])
    expect(told()).toBe(before)
    framing.set({ assess: true })
    expect(framing.fit).toBeLessThan(fitZoom([1920, 1080], [1500, 700], 0.9))
    framing.set({ full: true })
    expect(framing.fit).toBeCloseTo(700 / 1080, 6)
  })

  it('[STAGE1] the place under the pointer stays there, wheel after wheel, in and out', () => {
    const { framing } = framed()
    const at = [620, 300] as const
    const place = under(framing, at)
    for (const factor of [1.3, 1.3, 2, 1.7, 0.6, 3, 0.8]) {
      framing.zoomTo(framing.scale * factor, at)
      const now = under(framing, at)
      // A box stands on whole pixels of the screen, half of one off at most: the first one and this one.
      expect(Math.abs(now[0]! - place[0]!)).toBeLessThan(0.51 / framing.fit + 0.51 / framing.scale)
      expect(Math.abs(now[1]! - place[1]!)).toBeLessThan(0.51 / framing.fit + 0.51 / framing.scale)
    }
  })

  it('[STAGE1] pans by device pixels until the edge is in the middle of the stage; fit forgets both', () => {
    const { framing } = framed()
    framing.zoomTo(1)
    const before = framing.box
    framing.panBy(-40, 25)
    expect([framing.box.left - before.left, framing.box.top - before.top]).toEqual([-40, 25])
    framing.panBy(100_000, -100_000)
    expect(framing.box.left).toBe(750)
    expect(framing.box.top + framing.box.height).toBe(350)
    expect(framing.seen.width).toBe(750)
    framing.fitIn()
    expect([framing.zoom, framing.scale]).toEqual([null, framing.fit])
  })

  it('[STAGE1] steps go by a ladder on which fit is a rung, and 100 % is one to one', () => {
    const { framing } = framed()
    const { fit } = framing
    const rungs: number[] = []
    framing.zoomTo(0.5)
    for (let i = 0; i < 4; i++) {
      framing.step(true)
      rungs.push(framing.scale)
    }
    expect(rungs[0]).toBeCloseTo(fit, 6)
    expect(rungs.slice(1)).toEqual([0.67, 1, 1.5])
    expect(stepZoom(16, fit, true)).toBe(16)
    framing.zoomTo(1000)
    expect(framing.scale).toBe(16)
    framing.zoomTo(1)
    expect([framing.box.width, framing.box.height]).toEqual([1920, 1080])
  })

  it('[STAGE1] two pictures beside each other stay as large as fits', () => {
    const { framing } = framed()
    framing.zoomTo(3)
    framing.set({ fixed: true })
    expect(framing.scale).toBe(framing.fit)
    framing.panBy(50, 50)
    framing.zoomTo(5)
    framing.set({ fixed: false })
    expect(framing.scale).toBe(3)
  })

  it('[STAGE2] what can be seen is within the stage, at any zoom and place, and never empty', () => {
    const { framing } = framed()
    for (const zoom of [0.05, 0.3, 1, 2.7, 16])
      for (const [dx, dy] of [
        [0, 0],
        [9999, 13],
        [-700, -9999],
      ] as const) {
        framing.fitIn()
        framing.zoomTo(zoom, [200, 500])
        framing.panBy(dx, dy)
        const { box, seen } = framing
        expect(Math.min(seen.width, seen.height)).toBeGreaterThan(0)
        expect(box.left + seen.left).toBeGreaterThanOrEqual(0)
        expect(box.left + seen.left + seen.width).toBeLessThanOrEqual(1500)
        expect(seen.left + seen.width).toBeLessThanOrEqual(box.width)
        expect(box.top + seen.top + seen.height).toBeLessThanOrEqual(700)
      }
  })
})

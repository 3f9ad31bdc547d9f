import { describe, expect, it } from 'vitest'
import {
  type Drawn,
  dragHandle,
  handlesOf,
  moveWindow,
  outlineOf,
  removeCorner,
  sides,
} from '../../client/hand/window.ts'
import { windowParts } from '../../client/state/window-parts.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { seeded } from '../kit/seed.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'

const circle: Drawn = { kind: 'circle', shape: [0.2, -0.1, 0.4, 0.3, 30], soft: [0.2], path: [] }
const square = [-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5]
const linear: Drawn = { kind: 'linear', shape: square, soft: [0.2], path: [] }
const gradient: Drawn = { kind: 'gradient', shape: [0.1, 0.2, 45], soft: [0.2], path: [] }
const polygon: Drawn = {
  kind: 'polygon',
  shape: [0.1, 0, 1.5, 1, 20],
  soft: [0.1, 0.2],
  path: [0, 2, 4, 6].flatMap((i) => [...square.slice(i, i + 2), 0, 0, 0, 0]),
}
const all = [circle, linear, gradient, polygon]
const handle = (window: Drawn, id: string) => handlesOf(window).find((one) => one.id === id)!
const write = (window: Drawn, part: 'shape' | 'soft' | 'path', value: readonly number[]): Drawn => ({
  ...window,
  [part]: value,
})
const near = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((v, i) => Math.abs(v - b[i]!)))

describe('windows under the hand', () => {
  it('[UI94] a handle stands under the pointer after its drag, whatever the window’s turn and scale', () => {
    for (const window of all)
      for (const one of handlesOf(window)) {
        // Along its own spoke: a radius has no other way to go.
        const centre = window.kind === 'circle' ? [0.2, -0.1] : window.kind === 'gradient' ? [0.1, 0.2] : null
        const to = centre
          ? ([centre[0]! + (one.at[0] - centre[0]!) * 1.2, centre[1]! + (one.at[1] - centre[1]!) * 1.2] as const)
          : ([one.at[0] + 0.13, one.at[1] - 0.07] as const)
        const moved = write(window, one.part, dragHandle(window, one, to))
        const now = handle(moved, one.id).at
        if (one.role !== 'turn') expect(near(now, to), `${window.kind} ${one.id}`).toBeLessThan(0.001)
      }
  })

  it('[UI94] an end changes its own radius, the diagonal both with their aspect, the arm the turn, the soft one the softness', () => {
    const right = dragHandle(circle, handle(circle, 'right'), [0.2 + 0.6 * Math.cos(Math.PI / 6), -0.1 + 0.6 * 0.5])
    expect(right).toEqual([0.2, -0.1, 0.6, 0.3, 30])
    const whole = dragHandle(circle, handle(circle, 'all'), handle(circle, 'all').at)
    expect(near(whole, circle.shape)).toBeLessThan(0.001)
    expect(dragHandle(circle, handle(circle, 'turn'), [0.9, -0.1])).toEqual([0.2, -0.1, 0.4, 0.3, 90])
    expect(dragHandle({ ...circle, soft: [0.1, 0.1] }, handle(circle, 'soft'), [0.2, -0.1])).toEqual([0.1, 0])
    expect(sides({ ...circle, soft: [0.3] })).toEqual([0.15, 0.15])
    expect(dragHandle(gradient, handle(gradient, 'turn'), [0.1, 0.9])[2]).toBe(180)
    expect(dragHandle(linear, handle(linear, 'corner2'), [0.7, 0.6])).toEqual([
      -0.5, -0.5, 0.5, -0.5, 0.7, 0.6, -0.5, 0.5,
    ])
    expect(dragHandle(linear, handle(linear, 'side0'), [0, -0.7])).toEqual([-0.5, -0.7, 0.5, -0.7, 0.5, 0.5, -0.5, 0.5])
  })

  it('[UI94] moved, every outline goes along', () => {
    for (const window of all) {
      const moved = write(window, 'shape', moveWindow(window, [0.11, -0.22]))
      const spots = (one: Drawn) =>
        [...outlineOf(one).line.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])])
      const [before, after] = [spots(window), spots(moved)]
      expect(before.length).toBeGreaterThan(1)
      for (const [i, [x, y]] of before.entries()) expect(near(after[i]!, [x! + 0.11, y! - 0.22])).toBeLessThan(0.0003)
    }
    expect(moveWindow({ ...polygon, shape: [] }, [0.1, 0.2])).toEqual([0.1, 0.2, 1, 1, 0])
  })

  it('[UI94] the outline is where the engine’s mask goes from inside to out', () => {
    for (const window of all) {
      const [w, h] = [320, 180]
      const L = `c.${CLIP}/0`
      const at = `${L}/aaaaaaaa/w.wwwwwwww`
      const drawn = { ...window, soft: window.kind === 'polygon' ? [0.01, 0.01] : [0.01] }
      const entries = grade(
        ...node(L, 'aaaaaaaa', { 'primaries.saturation': [0] }),
        [`${at}/head`, [window.kind, true, false, 'add', 'a', '']],
        [`${at}/soft`, drawn.soft],
        [`${at}/shape`, drawn.shape],
        ...(window.path.length > 0 ? [[`${at}/path`, window.path] as [string, readonly number[]]] : []),
      )
      const view = { level: `c.${CLIP}`, node: 'aaaaaaaa', show: 'matte' } as const
      const plan = compilePlan({ session: session(w, h), entries, clip: CLIP, frame: 0, view })
      const [matte] = renderReference(
        plan,
        source(w, h, () => [500, 512, 512]),
      ).planes
      const read = (x: number, y: number): number | undefined => {
        const [px, py] = [Math.floor((x * h) / 2 + w / 2), Math.floor((y * h) / 2 + h / 2)]
        return px < 2 || py < 2 || px > w - 3 || py > h - 3 ? undefined : matte[py * w + px]
      }
      // Grown a little the outline lies outside, shrunk inside: by hand of its own middle.
      const spots = [...outlineOf(drawn).line.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(
        (m) => [Number(m[1]), Number(m[2])] as const,
      )
      if (window.kind === 'gradient') continue
      const [cx, cy] = spots.reduce(([x, y], s) => [x + s[0] / spots.length, y + s[1] / spots.length], [0, 0])
      let seen = 0
      for (const [x, y] of spots)
        for (const [by, want] of [
          [0.9, 1],
          [1.1, 0],
        ] as const) {
          const found = read(cx + (x - cx) * by, cy + (y - cy) * by)
          if (found === undefined) continue
          expect(found, `${window.kind} ${x} ${y} ${by}`).toBe(want)
          seen++
        }
      expect(seen).toBeGreaterThan(3)
    }
  })

  it('[UI95] a corner is taken away while three are left', () => {
    const flat = { ...polygon, shape: [] }
    expect(removeCorner(flat, 1)!.slice(6, 8)).toEqual([0.5, 0.5])
    expect(removeCorner({ ...flat, path: flat.path.slice(0, 18) }, 0)).toBeNull()
  })

  it('[UI94] whatever hands make of a window may stand: 300 drags each', () => {
    const draw = seeded(20261127)
    const share = () => draw(2001) / 250 - 4
    for (const start of all) {
      let window = start
      for (let i = 0; i < 300; i++) {
        const handles = handlesOf(window)
        const at = draw(handles.length + 1)
        const one = handles[at]
        if (one) window = write(window, one.part, dragHandle(window, one, [share(), share()]))
        else window = write(window, 'shape', moveWindow(window, [share(), share()]))
        for (const part of ['shape', 'soft', 'path'] as const) {
          if (window[part].length === 0) continue
          const key = `c.${CLIP}/0/aaaaaaaa/w.wwwwwwww/${part}`
          expect(
            checkEntry(
              'grade',
              key,
              window[part].map((v) => Math.fround(v) + 0),
            ),
            `${window.kind} ${i}`,
          ).toBeNull()
        }
      }
    }
  })

  it('[UI94] each number of a window has a control, by kind and by how many softnesses it has', () => {
    const ids = (...of: Parameters<typeof windowParts>) => windowParts(...of).map(({ param }) => param.id)
    expect(ids('circle', 1)).toEqual(['pan', 'tilt', 'width', 'height', 'rotate', 'soft-0', 'opacity'])
    expect(ids('gradient', 2)).toEqual(['pan', 'tilt', 'rotate', 'soft-0', 'soft-1', 'opacity'])
    expect(ids('linear', 4)).toHaveLength(5)
    expect(ids('curve', 2)).toEqual(ids('polygon', 2))
  })
})

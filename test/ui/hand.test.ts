import { describe, expect, it } from 'vitest'
import { level, mixed, place, push } from '../../client/hand/ball.ts'
import { Travel } from '../../client/hand/press.ts'
import { beyond, caretStep, fullScale, keep, parseTyped, settle, slide, step } from '../../client/hand/scale.ts'
import { puck, putPuck, resetColour, resetField, turnBall, turnField, turnMaster } from '../../client/hand/wheel.ts'
import { printShown } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'

const param = (op: string, control: string) => ops.find((o) => o.id === op)!.params[control]!
const gain = param('primaries', 'gain')
const offset = param('log', 'offset')
const saturation = param('primaries', 'saturation')

describe('a ball over three channels', () => {
  const at = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)] as const

  it.each(['plain', 'mixed'] as const)(
    '[UI10] a push changes colour, never luma, and `place` is its inverse (%s)',
    (mixing) => {
      for (const [x, y] of [
        [1, 0],
        [0, 1],
        [-0.3, 0.7],
        [0.01, -0.99],
      ] as const) {
        const [r, g, b] = push(x, y, mixing)
        expect(level(r, g, b)).toBeCloseTo(0, 12)
        const [px, py] = place(0.4 + r, 0.4 + g, 0.4 + b, mixing)
        expect(px).toBeCloseTo(x, 12)
        expect(py).toBeCloseTo(y, 12)
      }
    },
  )

  it('[UI10] up and a little left is red, as on a vectorscope; right and a little down is blue', () => {
    const [r, g, b] = push(...at(103), 'plain')
    expect(r).toBeCloseTo(1, 1)
    expect(g).toBeCloseTo(b, 1)
    expect(g).toBeLessThan(0)
    const blue = push(...at(347), 'plain')
    expect(blue[2]).toBeGreaterThan(1)
    expect(Math.max(blue[0], blue[1])).toBeLessThan(0)
  })

  it('[UI10] through lum mix at 100 the picture of lift, gamma and gain moves along that very plane', () => {
    for (const degrees of [0, 61, 103, 241, 300]) {
      const drawn = mixed(push(...at(degrees), 'mixed'))
      const meant = push(...at(degrees), 'plain')
      for (const i of [0, 1, 2] as const) expect(drawn[i]).toBeCloseTo(meant[i], 12)
    }
    // The rule itself: each other channel loses d · w / (1 − w).
    const [r, g, b] = [0.3, -0.05, -0.388144044]
    const drawn = mixed([r, g, b])
    expect(drawn[0]).toBeCloseTo(r - (g * 0.7152) / 0.2848 - (b * 0.0722) / 0.9278, 6)
  })

  it('[UI11] a drag in the ring is relative, 0.0006 of the soft range a pixel, and leaves the master', () => {
    const from = [1.2, 1, 1, 1]
    const to = turnBall(gain, from, 0, -40)
    expect(to[0]).toBe(1.2)
    const red = push(0, 40 * 0.0006 * fullScale(gain), 'mixed')[0]
    expect(Math.abs(to[1]! - 1 - red)).toBeLessThan(0.00051)
    expect(
      turnBall(gain, to, 0, 40)
        .slice(1)
        .every((v) => Math.abs(v - 1) < 0.0011),
    ).toBe(true)
  })

  it('[UI12] Shift puts the puck under the pointer', () => {
    const to = putPuck(gain, [1, 1, 1, 1], 0.5, -0.25)
    const [x, y] = puck(gain, to)
    expect(x).toBeCloseTo(0.5, 2)
    expect(y).toBeCloseTo(-0.25, 2)
  })

  it('[UI13] a double-click takes the colour away and keeps the master, also where there is no Y', () => {
    expect(resetColour(gain, [1.3, 1.1, 0.9, 1])).toEqual([1.3, 1, 1, 1])
    const rest = resetColour(offset, [0.03, 0, 0])
    expect(new Set(rest).size).toBe(1)
    expect(rest[0]).toBeCloseTo(0.00638, 6)
  })

  it('[UI14] the master moves Y, or R G B together; to the right is lighter', () => {
    expect(turnMaster(gain, [1, 1, 1, 1], 100)).toEqual([1.2, 1, 1, 1])
    const lighter = turnMaster(offset, [0, 0.01, 0], 10)
    expect(lighter.map((v, i) => v - [0, 0.01, 0][i]!).every((d) => Math.abs(d - 0.01) < 1e-9)).toBe(true)
  })
})

describe('numbers', () => {
  it('[UI15] shown to the definition’s decimals, kept to one more, never −0', () => {
    expect(keep(gain, 1.23456)).toBeCloseTo(1.235, 12)
    expect(printShown(gain, 1.235)).toMatch(/^1\.2[34]$/)
    expect(printShown(offset, 0)).toBe('25.00')
    expect(printShown(saturation, 1)).toBe('50')
    expect(Object.is(settle(param('primaries', 'lift'), -0.00001), 0)).toBe(true)
  })

  it('[UI16] a drag stops at the soft range, typing at the hard one, and a number beyond is not pulled back', () => {
    expect(turnField(gain, [1, 1, 1, 1], 1, 5000, 0.001)[1]).toBe(2)
    expect(slide(gain, 4, 1)).toBe(4)
    expect(slide(gain, 4, -0.5)).toBe(3.5)
    expect(slide(gain, 1, -9)).toBe(0)
    expect(settle(gain, 99)).toBe(16)
  })

  it('[UI17] typing takes comma or point, a sign, and += or -= for a change', () => {
    expect(parseTyped(gain, '1,25', 1)).toBe(1.25)
    expect(parseTyped(offset, '26', 0)).toBeCloseTo(0.01, 12)
    expect(parseTyped(saturation, '+=5', 1)).toBeCloseTo(1.1, 12)
    expect(parseTyped(gain, '-=.1', 1)).toBeCloseTo(0.9, 12)
    expect(parseTyped(saturation, '60 %', 1)).toBeCloseTo(1.2, 12)
    expect(parseTyped(param('primaries', 'temperature'), '−800K', 0)).toBe(
      parseTyped(param('primaries', 'temperature'), '-800', 0),
    )
    for (const nonsense of ['', 'abc', '%', '5 apples', '1.2.3', '--1', '1e5'])
      expect(parseTyped(gain, nonsense, 1)).toBeNull()
  })

  it('[UI17] a number beyond the hard range is held to it in a sentence, and one within it is not spoken of', () => {
    expect(beyond(gain, 'Gain R', 99)).toBe('Gain R goes from 0.00 to 16.00: it stands at 16.00.')
    expect(beyond(gain, 'Gain R', -1)).toBe('Gain R goes from 0.00 to 16.00: it stands at 0.00.')
    expect([beyond(gain, 'Gain R', 16), beyond(gain, 'Gain R', 1.2345678), beyond(offset, 'Offset R', 0.01)]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('[UI17] an arrow key changes the digit left of the caret', () => {
    expect(caretStep('12.34', 5)).toBeCloseTo(0.01, 12)
    expect(caretStep('12.34', 4)).toBeCloseTo(0.1, 12)
    expect(caretStep('12.34', 2)).toBe(1)
    expect(caretStep('12.34', 1)).toBe(10)
    expect(caretStep('50', 2)).toBe(1)
    expect(caretStep('12.34', 0)).toBe(10)
  })

  it('[UI15] one step is the last shown decimal, and a reset gives the definition’s neutral', () => {
    expect(step(gain)).toBeCloseTo(0.01, 12)
    expect(step(saturation)).toBeCloseTo(1 / 50, 12)
    expect(resetField(gain, [1, 2, 3, 4], 2)).toEqual([1, 2, 1, 4])
  })
})

describe('travel of a press', () => {
  const at = (clientX: number, clientY: number, movementX = 0, movementY = 0) => ({
    clientX,
    clientY,
    movementX,
    movementY,
  })

  it('[UI18] Alt divides by ten from that moment on, without a jump', () => {
    const travel = new Travel(100, 100)
    travel.add(at(110, 100), false, false)
    travel.add(at(130, 100), false, true)
    expect(travel.dx).toBeCloseTo(12, 12)
  })

  it('[UI19] locked, movement is what the event says, and the first jump after the lock is not believed', () => {
    const travel = new Travel(0, 0)
    travel.locked()
    travel.add(at(0, 0, 1000, -3), true, false)
    expect([travel.dx, travel.dy]).toEqual([0, 0])
    travel.add(at(0, 0, 4, 2), true, false)
    expect([travel.dx, travel.dy]).toEqual([4, 2])
    const soft = new Travel(0, 0)
    soft.locked()
    soft.add(at(0, 0, 5, 0), true, false)
    expect(soft.dx).toBe(5)
  })

  it('[UI131] what is heard ahead of the frame is in the next event too, and counts once; a browser that says nothing ahead loses nothing', () => {
    for (const locked of [false, true]) {
      const travel = new Travel(100, 100)
      // The pointer stands still while it is locked.
      const to = (x: number, movement: number) => (locked ? at(100, 100, movement, 0) : at(x, 100))
      expect(travel.ahead(to(103, 3), locked, false)).toEqual([3, 0])
      expect(travel.ahead(to(107, 4), locked, true)[0]).toBeCloseTo(0.7, 12)
      expect(travel.dx).toBe(0)
      travel.add(to(107, 7), locked, false)
      expect(travel.dx).toBe(7)
      expect(travel.ahead(to(108, 1), locked, false)).toEqual([8, 0])
      travel.add(to(109, 2), locked, false)
      expect(travel.dx).toBe(9)
    }
    const silent = new Travel(0, 0)
    expect(silent.ahead(at(0, 0, 0, 0), true, false)).toEqual([0, 0])
    silent.add(at(0, 0, 5, 0), true, false)
    expect(silent.dx).toBe(5)
    silent.locked()
    expect(silent.ahead(at(0, 0, 1000, 0), true, false)).toEqual([5, 0])
  })
})

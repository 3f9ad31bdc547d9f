/** Steps that operators, spaces and the output have in common, drawn into a kernel. */
import type { Builder, Rgb, V } from './expr.ts'
import { type Curve as CurveTable, curveOf, exp2Of, log2Of, type Power, powerOf, powerTables, sample } from './table.ts'
import type { Piece, Pieces } from './transfer.ts'

/** What is made once and read often; holds at most `size`, the oldest goes first. Only ever holds what its key fully says. */
export function memo<K, T>(size: number, make: (key: K) => T): (key: K) => T {
  const had = new Map<K, T>()
  return (key) => {
    let made = had.get(key)
    if (made === undefined) {
      made = make(key)
      const oldest = had.keys().next()
      if (had.size >= size && !oldest.done) had.delete(oldest.value)
    }
    had.delete(key)
    had.set(key, made)
    return made
  }
}

const powerOfExponent = memo<number, Power>(256, powerTables)

/** Exponents are held to this and its inverse: what the power's tables are meant for. */
export const EXPONENT_MAX = 20

/**
 * x^p for x ≥ 0, and 0 below 2^-40. Above 2 the exponent is halved until it is not and the result squared as often: a table of a high
 * power would be off by more than 2e-6 between its knots. The exponent is held to 1/20 … 20.
 */
export function drawPower(b: Builder, p: number, x: V): V {
  let exponent = Math.min(Math.max(p, 1 / EXPONENT_MAX), EXPONENT_MAX)
  let squares = 0
  for (; exponent > 2; squares++) exponent /= 2
  let y = powerOf(b, powerOfExponent(exponent), x)
  for (; squares > 0; squares--) {
    // Held on the way, so that no square comes near the ends of f32.
    y = b.min(b.select(b.lt(y, b.const(SMALL)), b.const(0), y), b.const(LARGE))
    y = b.mul(y, y)
  }
  return y
}
/** 2^-48 and 2^48. */
const SMALL = 1 / 281474976710656
const LARGE = 281474976710656

/** x^p with the sign of x; `x` itself where p is 1. */
export const drawSignedPower = (b: Builder, p: number, x: V): V =>
  p === 1 ? x : b.signed(drawPower(b, p, b.abs(x)), x)

/** `Y + s·(c − Y)` with Rec.709 luma Y, in exactly this order (colour.md 3.5). */
export function drawSaturation(b: Builder, rgb: Rgb, saturation: number): Rgb {
  const [luma, s] = [b.luma(rgb), b.coef(saturation)]
  return b.each(rgb, (x) => b.add(luma, b.mul(s, b.sub(x, luma))))
}

const smoothTables = new Map<string, CurveTable>()

/** The table of a smooth piece: 2^-24 … 2^high, made once for its name. */
function smoothTable(name: string, f: (x: number) => number, high: number): CurveTable {
  const key = `${name} ${high}`
  let made = smoothTables.get(key)
  if (made === undefined) {
    made = sample(f, -24, high)
    smoothTables.set(key, made)
  }
  return made
}

/** Draws a transfer curve on each channel. `high`: smooth pieces reach to 2^high (1 for code values, 16 for light). */
export function drawPieces(b: Builder, pieces: Pieces, high: number, rgb: Rgb): Rgb {
  const drawn = pieces.map((piece) => drawPiece(b, piece, high))
  const from = pieces.map((piece) => (piece.from === -Infinity ? null : b.coef(piece.from)))
  return b.each(rgb, (x) => {
    let y = drawn[0]!(x)
    for (let i = 1; i < drawn.length; i++) y = b.select(b.lt(x, from[i]!), y, drawn[i]!(x))
    return y
  })
}

/** Bounds of the exponent of two in a curve: below and above is nothing that a held value could need. */
const LEAST = -60
const MOST = 40

function drawPiece(b: Builder, piece: Piece, high: number): (x: V) => V {
  if ('f' in piece) {
    const table = smoothTable(piece.name, piece.f, high)
    const read = (x: V) => curveOf(b, table, b.max(x, b.const(0)))
    return piece.form === 'smooth' ? read : (x) => exp2Of(b, b.min(b.max(read(x), b.const(LEAST)), b.const(MOST)))
  }
  if (piece.form === 'line') {
    const [k, m] = [piece.k === 1 ? null : b.coef(piece.k), piece.m === 0 ? null : b.coef(piece.m)]
    return (x) => {
      const scaled = k === null ? x : b.mul(x, k)
      return m === null ? scaled : b.add(scaled, m)
    }
  }
  const [a, o] = [piece.a === 1 ? null : b.coef(piece.a), piece.b === 0 ? null : b.coef(piece.b)]
  const [c, d] = [piece.c === 1 ? null : b.coef(piece.c), piece.d === 0 ? null : b.coef(piece.d)]
  const { form } = piece
  const exponent = form === 'power' ? piece.p : 1
  return (x) => {
    const scaled = a === null ? x : b.mul(x, a)
    const t = o === null ? scaled : b.add(scaled, o)
    const y = inner(t)
    const out = c === null ? y : b.mul(y, c)
    return d === null ? out : b.add(out, d)
  }

  function inner(t: V): V {
    switch (form) {
      case 'log':
        return log2Of(b, t)
      case 'exp':
        return exp2Of(b, b.min(b.max(t, b.const(LEAST)), b.const(MOST)))
      default:
        return drawPower(b, exponent, b.max(t, b.const(0)))
    }
  }
}

/** Holds a mask to multiples of 2^-16 (engine.md, "The canonical numbers"). */
export const holdMask = (b: Builder, k: V): V =>
  b.mul(b.floor(b.add(b.mul(b.clamp01(k), b.const(65536)), b.const(0.5))), b.const(1 / 65536))

/** A ramp narrower than this is a step. */
export const LEAST_RAMP = 1 / 1048576

/**
 * 0 at `zero` and before, 1 at `one` and beyond, smooth between (t² · (3 − 2t)): to the right, or to the left where `one` lies there. Two of
 * one place are a step that ends there, to the right unless told. Its shape is the same for all numbers.
 */
export function drawRamp(b: Builder, x: V, zero: number, one: number, way: 'right' | 'left' = 'right'): V {
  const step = Math.abs(one - zero) < LEAST_RAMP
  // As it will be rounded, so that `one` is met.
  const from = Math.fround(step ? one + (way === 'left' ? LEAST_RAMP : -LEAST_RAMP) : zero)
  const t = b.hold(b.clamp01(b.mul(b.hold(b.sub(x, b.coef(from))), b.coef(1 / (one - from)))))
  return b.mul(b.mul(t, t), b.sub(b.const(3), b.add(t, t)))
}

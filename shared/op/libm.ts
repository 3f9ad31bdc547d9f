/**
 * Our own f64 functions: only + − × ÷, square root and the bits of a number, which are exact in every engine, so the same bits
 * everywhere. Polynomials and reductions are those of fdlibm 5.3 (Sun Microsystems 1993, freely usable): e_log.c, e_exp.c, k_sin.c, k_cos.c.
 */
const f64 = new Float64Array(1)
const u32 = new Uint32Array(f64.buffer)
// Which half holds the sign and exponent depends on the machine's byte order.
f64[0] = 1
const HI = u32[1] === 0x3ff00000 ? 1 : 0
const LO = 1 - HI

const LN2_HI = 6.9314718036912381649e-1
const LN2_LO = 1.90821492927058770002e-10
const LN2 = Math.LN2
const INV_LN2 = Math.LOG2E
const PI_2_HI = 1.5707963267341256
const PI_2_LO = 6.077100506506192e-11

/** 2 to an integer power, exact for −1074 … 1023; 0 below, Infinity above. */
export function scale2(n: number): number {
  if (n > 1023) return Number.POSITIVE_INFINITY
  if (n < -1074) return 0
  let y = 1
  let step = n < 0 ? 0.5 : 2
  for (let k = Math.abs(n); k > 0; k >>= 1) {
    if (k & 1) y *= step
    step *= step
  }
  return y
}

/** Natural logarithm; −Infinity at 0, NaN below. Error under 1 ulp. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN
  if (x === 0) return Number.NEGATIVE_INFINITY
  if (x === Number.POSITIVE_INFINITY) return x
  let k = 0
  let v = x
  if (v < 2.2250738585072014e-308) {
    v *= 18014398509481984
    k = -54
  }
  f64[0] = v
  const hx = u32[HI]!
  k += (hx >>> 20) - 1023
  const i = ((hx & 0xfffff) + 0x95f64) & 0x100000
  u32[HI] = (hx & 0xfffff) | (i ^ 0x3ff00000)
  k += i >>> 20
  const f = f64[0]! - 1
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const t1 = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
  const t2 =
    z * (0.666666666666673513 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)))
  const half = 0.5 * f * f
  return k * LN2_HI - (half - (s * (half + (t1 + t2)) + k * LN2_LO) - f)
}

/** e to the x; 0 below −745.2, Infinity above 709.8. Error under 1 ulp. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  if (x < -745.1332191019411) return 0
  const k = Math.floor(x * INV_LN2 + 0.5)
  const hi = x - k * LN2_HI
  const lo = k * LN2_LO
  const r = hi - lo
  const t = r * r
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))))
  const y = 1 - (lo - (r * c) / (2 - c) - hi)
  // Two exact factors, so that the ends of the range do not overflow on the way.
  const first = Math.max(-1022, Math.min(1023, k))
  return y * scale2(first) * scale2(k - first)
}

/** 2 to the x. */
export const exp2 = (x: number): number => {
  const n = Math.floor(x + 0.5)
  return n < -1100 || n > 1100
    ? exp(x * LN2)
    : exp((x - n) * LN2) * scale2(Math.max(-1022, Math.min(1023, n))) * scale2(n - Math.max(-1022, Math.min(1023, n)))
}
export const log2 = (x: number): number => {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return log(x)
  // The exponent apart, so that powers of two come out exact.
  f64[0] = x
  const e = (u32[HI]! >>> 20) - 1023
  if (e === -1023) return log(x) * INV_LN2
  u32[HI] = (u32[HI]! & 0xfffff) | 0x3ff00000
  return e + log(f64[0]!) * INV_LN2
}
export const log10 = (x: number): number => log(x) * Math.LOG10E
export const exp10 = (x: number): number => exp(x * Math.LN10)

/** x to the p for x ≥ 0 (0 to a positive power is 0, anything to 0 is 1); NaN for negative x. */
export function pow(x: number, p: number): number {
  if (p === 0) return 1
  if (x === 0) return p > 0 ? 0 : Number.POSITIVE_INFINITY
  if (x === 1 || p === 1) return x
  return exp2(p * log2(x))
}

function kernelSin(x: number): number {
  const z = x * x
  return (
    x +
    x *
      z *
      (-1.66666666666666324348e-1 +
        z *
          (8.33333333332248946124e-3 +
            z *
              (-1.98412698298579493134e-4 +
                z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))))
  )
}

function kernelCos(x: number): number {
  const z = x * x
  return (
    1 -
    0.5 * z +
    z *
      z *
      (4.16666666666666019037e-2 +
        z *
          (-1.38888888888741095749e-3 +
            z *
              (2.48015872894767294178e-5 +
                z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))))
  )
}

function turn(x: number, quarter: number): number {
  const n = Math.floor(x / 1.5707963267948966 + 0.5)
  const r = x - n * PI_2_HI - n * PI_2_LO
  switch ((((n + quarter) % 4) + 4) % 4) {
    case 0:
      return kernelSin(r)
    case 1:
      return kernelCos(r)
    case 2:
      return -kernelSin(r)
    default:
      return -kernelCos(r)
  }
}

/** Sine of radians; meant for |x| up to some thousands (rotations), where the error is under 1e-15. */
export const sin = (x: number): number => turn(x, 0)
export const cos = (x: number): number => turn(x, 1)

/** The low word is only read to keep byte order in one place; used by hashes of f64 in tests. */
export const bits64 = (x: number): readonly [number, number] => {
  f64[0] = x
  return [u32[HI]!, u32[LO]!]
}

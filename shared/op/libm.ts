/**
 * Our own f64 functions: only + − × ÷, square root and the bits of a number, which are exact in every engine, so the same bits
 * everywhere. Polynomials and reductions are those of fdlibm 5.3 (Sun Microsystems 1993, freely usable): e_log.c, e_exp.c, e_pow.c,
 * e_rem_pio2.c, k_sin.c, k_cos.c, s_atan.c, e_atan2.c. Each is within 1 ulp of the true value unless it says otherwise.
 */
const f64 = new Float64Array(1)
const u32 = new Uint32Array(f64.buffer)
// Which half holds the sign and exponent depends on the machine's byte order.
f64[0] = 1
const HI = u32[1] === 0x3ff00000 ? 1 : 0
const LO = 1 - HI

/** The upper word of x, the lower one 0: what is left multiplies exactly with another such number. */
function head(x: number): number {
  f64[0] = x
  u32[LO] = 0
  return f64[0]!
}

const LN2_HI = 6.9314718036912381649e-1
const LN2_LO = 1.90821492927058770002e-10

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

/** y · 2^k for y in [½, 2], by two exact factors, so that the ends of the range are not lost on the way. */
function scaled(y: number, k: number): number {
  const first = Math.max(-1022, Math.min(1023, k))
  return y * scale2(first) * scale2(k - first)
}

/** Natural logarithm; −Infinity at 0, NaN below. */
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

const P1 = 1.66666666666666019037e-1
const P2 = -2.77777777770155933842e-3
const P3 = 6.61375632143793436117e-5
const P4 = -1.6533902205465251539e-6
const P5 = 4.13813679705723846039e-8

/** e to the x; 0 below −745.2, Infinity above 709.8. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  if (x < -745.1332191019411) return 0
  const k = Math.floor(x * Math.LOG2E + 0.5)
  const hi = x - k * LN2_HI
  const lo = k * LN2_LO
  const r = hi - lo
  const t = r * r
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))))
  return scaled(1 - (lo - (r * c) / (2 - c) - hi), k)
}

/** log2 of a finite x > 0 as a sum of two: the first has an empty lower word, so that whole exponents come out exact (e_pow.c). */
function log2Pair(x: number): readonly [number, number] {
  let n = 0
  let v = x
  if (v < 2.2250738585072014e-308) {
    v *= 9007199254740992
    n = -53
  }
  f64[0] = v
  const hx = u32[HI]!
  n += (hx >>> 20) - 1023
  const j = hx & 0xfffff
  let ix = j | 0x3ff00000
  // About √3/2 … √(3/2) round 1, then round 1.5.
  const k = j > 0x3988e && j < 0xbb67a ? 1 : 0
  if (j >= 0xbb67a) {
    n++
    ix -= 0x100000
  }
  u32[HI] = ix
  const a = f64[0]!
  const bp = k ? 1.5 : 1
  const u = a - bp
  const inv = 1 / (a + bp)
  const ss = u * inv
  const sh = head(ss)
  u32[HI] = ((ix >>> 1) | 0x20000000) + 0x80000 + (k << 18)
  u32[LO] = 0
  const th = f64[0]!
  const sl = inv * (u - sh * th - sh * (a - (th - bp)))
  const q = ss * ss
  const r =
    q *
      q *
      (5.99999999999994648725e-1 +
        q *
          (4.28571428578550184252e-1 +
            q *
              (3.33333329818377432918e-1 +
                q * (2.72728123808534006489e-1 + q * (2.30660745775561754067e-1 + q * 2.06975017800338417784e-1))))) +
    sl * (sh + ss)
  const s2 = sh * sh
  const h = head(3 + s2 + r)
  const l = r - (h - 3 - s2)
  const w = sh * h
  const t = sl * h + l * ss
  const ph = head(w + t)
  const pl = t - (ph - w)
  const zh = 9.61796700954437255859e-1 * ph
  const zl = -7.02846165095275826516e-9 * ph + pl * 9.61796693925975554329e-1 + (k ? 1.35003920212974897128e-8 : 0)
  const dp = k ? 5.84962487220764160156e-1 : 0
  const t1 = head(zh + zl + dp + n)
  return [t1, zl - (t1 - n - dp - zh)]
}

/** 2^(a + b), |b| small beside a (e_pow.c). */
function exp2Pair(a: number, b: number): number {
  const sum = a + b
  if (sum >= 1024) return Number.POSITIVE_INFINITY
  if (sum < -1075.5) return 0
  const n = Math.abs(sum) > 0.5 ? Math.floor(sum + 0.5) : 0
  const ph = a - n
  const t = head(b + ph)
  const u = t * 6.93147182464599609375e-1
  const v = (b - (t - ph)) * 6.93147180559945286227e-1 + t * -1.90465429995776804525e-9
  const z = u + v
  const w = v - (z - u)
  const q = z * z
  const c = z - q * (P1 + q * (P2 + q * (P3 + q * (P4 + q * P5))))
  const r = (z * c) / (c - 2) - (w + z * w)
  return scaled(1 - (r - z), n)
}

const special = (x: number): boolean => !(x > 0 && x < Number.POSITIVE_INFINITY)

/** Logarithm to the base 2, exact at powers of 2. */
export function log2(x: number): number {
  if (special(x)) return log(x)
  const [h, l] = log2Pair(x)
  return h + l
}

/** log10(2) and log2(10), each as a number with an empty lower word and the rest. */
const LG2 = [0.30102992057800293, 7.508597826552624e-8] as const
const LB10 = [3.321928024291992, 7.059537016037032e-8] as const

/** Logarithm to the base 10. */
export function log10(x: number): number {
  if (special(x)) return log(x)
  const [h, l] = log2Pair(x)
  return h * LG2[0] + (h * LG2[1] + l * (LG2[0] + LG2[1]))
}

/** 2 to the x, exact for whole x. */
export const exp2 = (x: number): number => (Number.isNaN(x) ? x : exp2Pair(x, 0))

/** 10 to the x. */
export function exp10(x: number): number {
  if (!(Math.abs(x) < 400)) return Number.isNaN(x) ? x : x > 0 ? Number.POSITIVE_INFINITY : 0
  const h = head(x)
  return exp2Pair(h * LB10[0], (x - h) * (LB10[0] + LB10[1]) + h * LB10[1])
}

/** x to the p for x ≥ 0 (0 to a positive power is 0, anything to 0 is 1); NaN for negative x. */
export function pow(x: number, p: number): number {
  if (p === 0 || x === 1) return 1
  if (p === 1) return x
  if (Number.isNaN(x) || Number.isNaN(p) || x < 0) return Number.NaN
  const far = Math.abs(p) === Number.POSITIVE_INFINITY
  if (x === 0 || x === Number.POSITIVE_INFINITY || far) return x > 1 === p > 0 ? Number.POSITIVE_INFINITY : 0
  const [h, l] = log2Pair(x)
  if (Math.abs(p * h) > 1100) return p * h > 0 ? Number.POSITIVE_INFINITY : 0
  const ph = head(p)
  return exp2Pair(ph * h, (p - ph) * h + p * l)
}

/** log2 of numbers (finite, above 0) as pairs, for `powersOf`: many powers of the same numbers need their logarithms once. */
export const logPairs = (numbers: readonly number[]): Float64Array => Float64Array.from(numbers.flatMap(log2Pair))

/** The powers `pow(x, p)` of the numbers that `pairs` are the logarithms of; p finite, not 0, and |p · log2 x| below 1,000. */
export function powersOf(pairs: Float64Array, p: number): Float64Array {
  const out = new Float64Array(pairs.length / 2)
  const ph = head(p)
  const pl = p - ph
  for (let i = 0; i < out.length; i++) {
    const h = pairs[2 * i]!
    out[i] = exp2Pair(ph * h, pl * h + p * pairs[2 * i + 1]!)
  }
  return out
}

const S1 = -1.66666666666666324348e-1

function kernelSin(x: number, tail: number): number {
  const z = x * x
  const v = z * x
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))
  return x - (z * (0.5 * tail - v * r) - tail - v * S1)
}

function kernelCos(x: number, tail: number): number {
  const z = x * x
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))))
  const half = 0.5 * z
  const w = 1 - half
  return w + (1 - w - half + (z * r - x * tail))
}

/** x − n·π/2 with π/2 in three parts, for the nearest n; the rest is kept as a tail. */
function reduced(x: number): { readonly n: number; readonly y: number; readonly tail: number } {
  const n = Math.floor(x * 0.6366197723675814 + 0.5)
  const t = x - n * 1.57079632673412561417
  const w = n * 6.0771005063039659766e-11
  const r = t - w
  const u = n * 2.02226624879595063154e-21 - (t - r - w)
  const y = r - u
  return { n, y, tail: r - y - u }
}

/** Sine of x plus `quarter` quarter turns. */
function turn(x: number, quarter: number): number {
  const { n, y, tail } = reduced(x)
  switch ((((n + quarter) % 4) + 4) % 4) {
    case 0:
      return kernelSin(y, tail)
    case 1:
      return kernelCos(y, tail)
    case 2:
      return -kernelSin(y, tail)
    default:
      return -kernelCos(y, tail)
  }
}

/** Writes the cosine and the sine of each angle, the same as `cos` and `sin` give: `angles` may be one of both. */
export function cosSin(angles: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  for (let i = 0; i < angles.length; i++) {
    const x = angles[i]!
    const { n, y, tail } = reduced(x)
    const [s, c] = [kernelSin(y, tail), kernelCos(y, tail)]
    const way = ((n % 4) + 4) % 4
    cosines[i] = way === 0 ? c : way === 1 ? -s : way === 2 ? -c : s
    sines[i] = x === 0 ? x : way === 0 ? s : way === 1 ? c : way === 2 ? -s : -c
  }
}

/** Sine of radians, meant for |x| up to 500,000. */
export const sin = (x: number): number => (x === 0 ? x : turn(x, 0))
/** Cosine of radians, meant for |x| up to 500,000. */
export const cos = (x: number): number => turn(x, 1)
/** Tangent of radians, meant for |x| up to 500,000; within 2 ulp. */
export const tan = (x: number): number => sin(x) / cos(x)

const PI_LO = 1.2246467991473531772e-16
/** atan(½), atan(1), atan(3⁄2), atan(∞), each with the rest that f64 leaves out. */
const ATAN = [
  [4.63647609000806093515e-1, 2.26987774529616870924e-17],
  [7.85398163397448278999e-1, 3.06161699786838301793e-17],
  [9.82793723247329054082e-1, 1.39033110312309984516e-17],
  [1.570796326794896558, 6.12323399573676603587e-17],
] as const

/** Angle whose tangent is x ≥ 0. */
function arc(x: number): number {
  if (x < 0.4375) return arcTerm(x, null)
  if (x < 0.6875) return arcTerm((2 * x - 1) / (2 + x), ATAN[0])
  if (x < 1.1875) return arcTerm((x - 1) / (x + 1), ATAN[1])
  if (x < 2.4375) return arcTerm((x - 1.5) / (1 + 1.5 * x), ATAN[2])
  return arcTerm(-1 / x, ATAN[3])
}

function arcTerm(x: number, from: readonly [number, number] | null): number {
  const z = x * x
  const w = z * z
  const s1 =
    z *
    (3.33333333333329318027e-1 +
      w *
        (1.42857142725034663711e-1 +
          w *
            (9.09088713343650656196e-2 +
              w * (6.66107313738753120669e-2 + w * (4.97687799461593236017e-2 + w * 1.62858201153657823623e-2)))))
  const s2 =
    w *
    (-1.99999999998764832476e-1 +
      w *
        (-1.1111110405462355788e-1 +
          w * (-7.69187620504482999495e-2 + w * (-5.83357013379057348645e-2 + w * -3.6531572744216915527e-2))))
  const rest = x * (s1 + s2)
  return from === null ? x - rest : from[0] - (rest - from[1] - x)
}

/** Angle of the point (x, y) in radians, −π … π; 0 at the origin. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (y === 0) return x >= 0 ? 0 : Math.PI
  const z = x === 0 ? ATAN[3][0] : arc(Math.abs(y / x))
  const up = x >= 0 ? z : Math.PI - (z - PI_LO)
  return y < 0 ? -up : up
}

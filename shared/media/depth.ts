/** Bits a sample and chroma of a compressed track, from its codec string and configuration record. */

/** 8, 10 or 12. Sources: ISO/IEC 14496-15 (avcC 5.3.3.1.2, hvcC 8.3.3.1.2), VP9 and AV1 codec strings (ISO BMFF bindings). */
export function depthOf(codec: string, description: Uint8Array | null): 8 | 10 | 12 {
  const held = (n: number): 8 | 10 | 12 => (n >= 12 ? 12 : n >= 10 ? 10 : 8)
  if (/^avc[13]\./.test(codec)) return held(description ? avcDepth(description) : codec.startsWith('avc1.6E') ? 10 : 8)
  if (/^(hev1|hvc1)\./.test(codec)) return held(description && description.length > 17 ? 8 + (description[17]! & 7) : 8)
  if (codec.startsWith('vp09.')) return held(Number(codec.split('.')[3] ?? 8))
  if (codec.startsWith('av01.')) return held(Number(codec.split('.')[3] ?? 8))
  return /^ap(4|c)/.test(codec) ? (codec.startsWith('ap4') ? 12 : 10) : 8
}

function avcDepth(d: Uint8Array): number {
  const high = [100, 110, 122, 244, 44]
  if (d.length < 7 || !high.includes(d[1]!)) return 8
  let at = 6
  const skip = (count: number) => {
    for (let i = 0; i < count && at + 2 <= d.length; i++) at += 2 + ((d[at]! << 8) | d[at + 1]!)
  }
  skip(d[5]! & 31)
  const pictures = d[at++] ?? 0
  skip(pictures)
  // chroma_format, bit_depth_luma_minus8, bit_depth_chroma_minus8: three bytes that High profiles add.
  return at + 1 < d.length ? 8 + (d[at + 1]! & 7) : d[1] === 110 || d[1] === 122 ? 10 : 8
}

/** Bits a sample and chroma of a compressed track, from its codec string and configuration record. */

/** 8, 10 or 12. Sources: ISO/IEC 14496-15 (avcC 5.3.3.1.2, hvcC 8.3.3.1.2), VP9 and AV1 codec strings (ISO BMFF bindings). */
export function depthOf(codec: string, description: Uint8Array | null): 8 | 10 | 12 {
  const held = (n: number): 8 | 10 | 12 => (n >= 12 ? 12 : n >= 10 ? 10 : 8)
  if (/^avc[13]\./.test(codec)) {
    const named = /^avc[13]\.(6E|7A)/i.test(codec) ? 10 : 8
    return held((description && avcRecord(description)?.depth) ?? named)
  }
  if (/^(hev1|hvc1)\./.test(codec)) return held(description && description.length > 17 ? 8 + (description[17]! & 7) : 8)
  if (codec.startsWith('vp09.')) return held(Number(codec.split('.')[3] ?? 8))
  if (codec.startsWith('av01.')) return held(Number(codec.split('.')[3] ?? 8))
  return /^ap(4|c)/.test(codec) ? (codec.startsWith('ap4') ? 12 : 10) : 8
}

/** What the High profiles add to an avcC: chroma_format, then bit_depth_luma_minus8; null for the other profiles and where it is left out. */
function avcRecord(d: Uint8Array): { readonly chroma: number; readonly depth: number } | null {
  const high = [100, 110, 122, 244, 44]
  if (d.length < 7 || !high.includes(d[1]!)) return null
  let at = 6
  const skip = (count: number) => {
    for (let i = 0; i < count && at + 2 <= d.length; i++) at += 2 + ((d[at]! << 8) | d[at + 1]!)
  }
  skip(d[5]! & 31)
  const pictures = d[at++] ?? 0
  skip(pictures)
  return at + 1 < d.length ? { chroma: d[at]! & 3, depth: 8 + (d[at + 1]! & 7) } : null
}

/** True for a track without chroma: its planes are not taken apart. Sources as above; AV1's codec string names it in its fifth field. */
export function isGrey(codec: string, description: Uint8Array | null): boolean {
  if (/^avc[13]\./.test(codec)) return description !== null && (avcRecord(description)?.chroma ?? 1) === 0
  if (/^(hev1|hvc1)\./.test(codec))
    return description !== null && description.length > 16 && (description[16]! & 3) === 0
  return codec.startsWith('av01.') && codec.split('.')[4] === '1'
}

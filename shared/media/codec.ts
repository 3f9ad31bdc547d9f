/** Who may decode a file: only codecs whose standard fixes every bit of every decoder's output give two rooms the same planes. */

/** Codec names as mediabunny gives them, and their names for people. */
const exact: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'H.265',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
}

/**
 * Identity of the decoder whose planes a frame's name is of: `exact` where any conforming decoder gives the same. Null for a codec whose
 * planes depend on the decoder (ProRes, DNxHR, …): such a file is refused until one decoder is pinned for all rooms.
 */
export const decoderId = (codec: string): 'exact' | null => (codec in exact ? 'exact' : null)

/** Why a file of this codec is not taken; null where it is. */
export function codecSentence(name: string, codec: string | null): string | null {
  if (codec !== null && decoderId(codec) !== null) return null
  const known = Object.values(exact)
  return `${name} is ${codec === null ? 'of a codec that nobody here knows' : codec}: taken are ${known.slice(0, -1).join(', ')} and ${known.at(-1)}, which every decoder gives alike.`
}

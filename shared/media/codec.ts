/** Which codecs are taken: those whose standard fixes every bit of every decoder's output, and which every room's browser decodes in software. */

/** Names as mediabunny gives them, and names for people. VP8 is not among them: its hidden frames are packets that show nothing. */
const taken: Readonly<Record<string, string>> = { avc: 'H.264', vp9: 'VP9', av1: 'AV1' }

const known: Readonly<Record<string, string>> = {
  ...taken,
  hevc: 'H.265',
  vp8: 'VP8',
  prores: 'ProRes',
  jpeg: 'Motion JPEG',
  mp4v: 'MPEG-4 part 2',
  AVdn: 'DNxHD or DNxHR',
  CFHD: 'CineForm',
}

/** True where two rooms are sure to get the same planes. */
export const isTaken = (codec: string | null): boolean => codec !== null && Object.hasOwn(taken, codec)

const plain = /^[\w.-]+$/

/**
 * Why a file of this codec is not taken, and how to make a copy that is: H.264 without loss, which holds every bit of what ffmpeg decodes
 * (media.md section 1.6). Null where it is taken.
 */
export function codecSentence(name: string, codec: string | null): string | null {
  if (isTaken(codec)) return null
  const its =
    codec === null || codec === '' ? 'of a codec that is not read' : Object.hasOwn(known, codec) ? known[codec] : codec
  const quoted = plain.test(name) ? name : `"${name}"`
  const copy = `${name.replace(/\.[^.]+$/, '')}_lossless.mp4`
  return `${name} is ${its}; taken are H.264, VP9 and AV1, which every browser decodes alike. A copy without loss: ffmpeg -i ${quoted} -map 0:v:0 -map_metadata 0 -c:v libx264 -preset veryfast -qp 0 -g 12 ${plain.test(copy) ? copy : `"${copy}"`}`
}

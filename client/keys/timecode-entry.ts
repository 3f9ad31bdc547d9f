/**
 * Timecode typed over the picture: `1115` is seconds and frames, each full stop stands for two noughts, `+20.` and `-5` are relative.
 * Pure. Null where the text is none.
 */
export function parseTimecode(
  text: string,
  at: { readonly fps: number; readonly start: number; readonly frame: number },
): number | null {
  const match = /^([+-])?([\d.]+)$/.exec(text)
  if (!match) return null
  const digits = match[2]!.replaceAll('.', '00')
  if (digits.length > 8) return null
  const padded = digits.padStart(8, '0')
  const [h, m, s, f] = [0, 2, 4, 6].map((i) => Number(padded.slice(i, i + 2)))
  const frames = ((h! * 60 + m!) * 60 + s!) * at.fps + f!
  if (match[1]) return at.frame + (match[1] === '-' ? -frames : frames)
  // Only the digits typed replace those of the timecode on show, from the right.
  if (digits.length < 8) {
    const shown = printDigits(at.start + at.frame, at.fps)
    const whole = shown.slice(0, 8 - digits.length) + digits
    const [hh, mm, ss, ff] = [0, 2, 4, 6].map((i) => Number(whole.slice(i, i + 2)))
    return ((hh! * 60 + mm!) * 60 + ss!) * at.fps + ff! - at.start
  }
  return frames - at.start
}

function printDigits(frame: number, fps: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const seconds = Math.floor(frame / fps)
  return `${two(Math.floor(seconds / 3600) % 100)}${two(Math.floor(seconds / 60) % 60)}${two(seconds % 60)}${two(frame % fps)}`
}

/** `01:04:12:07` for a count of frames at a whole number of frames a second. */
export const printTimecode = (frame: number, fps: number): string =>
  printDigits(Math.max(0, Math.round(frame)), Math.max(1, Math.round(fps))).replace(/(..)(..)(..)(..)/, '$1:$2:$3:$4')

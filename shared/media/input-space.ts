/** The colour space a file is taken to be in when it comes into a session; the engineer may say otherwise. */

export interface InputSpace {
  /** Id of a space in `shared/spaces`. */
  readonly space: string
  /** How it was chosen, to end a sentence: `as its name says LogC3`. */
  readonly because: string
}

/** What a file says of its colour, in the words of ITU-T H.273 as mediabunny gives them; null where it says nothing. */
export interface ColorTags {
  readonly primaries: string | null
  readonly transfer: string | null
}

interface Word {
  readonly pattern: RegExp
  readonly space: string
  readonly title: string
}

/** A word stands between signs that are neither letters nor digits, or where the case or a digit before it ends another. */
const word = (body: string): RegExp => new RegExp(`(?<![a-z])(?:${body})(?![a-z0-9])`, 'i')
const gap = '[-_ .]?'

/**
 * In the order in which they are looked for. A word that is also an everyday one (a vlog, a clog) counts only with what makes it the
 * camera's: `V-Log`, `vlog_vgamut`, `clog3`. LogC without a number is LogC3: LogC4 never goes by the bare name.
 */
const words: readonly Word[] = [
  { pattern: word(`log${gap}c${gap}4`), space: 'logc4-awg4', title: 'LogC4' },
  { pattern: word(`log${gap}c${gap}3?`), space: 'logc3-ei800-awg3', title: 'LogC3' },
  {
    pattern: word(`s${gap}log${gap}3${gap}s?${gap}gamut${gap}3(?!${gap}cine)`),
    space: 'slog3-sgamut3',
    title: 'S-Log3 and S-Gamut3',
  },
  {
    pattern: word(`s${gap}log${gap}3(?:${gap}s?${gap}gamut${gap}3${gap}cine)?`),
    space: 'slog3-sgamut3-cine',
    title: 'S-Log3',
  },
  { pattern: word(`log${gap}3${gap}g${gap}10`), space: 'log3g10-rwg', title: 'Log3G10' },
  { pattern: word('v[-_]log|vlog[-_ ]?(?:vgamut|v-gamut)|vgamut|v-gamut'), space: 'vlog-vgamut', title: 'V-Log' },
  { pattern: word(`c${gap}log${gap}2|canon${gap}log${gap}2`), space: 'clog2-cgamut', title: 'Canon Log 2' },
  { pattern: word(`c${gap}log${gap}3|canon${gap}log${gap}3`), space: 'clog3-cgamut', title: 'Canon Log 3' },
  {
    pattern: word(`(?:bmd|blackmagic)${gap}(?:design${gap})?film${gap}(?:gen${gap})?5`),
    space: 'bmd-film-gen5',
    title: 'Blackmagic Film Gen 5',
  },
  { pattern: word(`davinci${gap}intermediate`), space: 'davinci-intermediate-wg', title: 'DaVinci Intermediate' },
  { pattern: word(`apple${gap}log`), space: 'apple-log-rec2020', title: 'Apple Log' },
  { pattern: word(`red${gap}log${gap}film`), space: 'redlogfilm-rwg', title: 'REDlogFilm' },
  { pattern: word('acescct'), space: 'acescct', title: 'ACEScct' },
]

const find = (text: string): Word | undefined => words.find(({ pattern }) => pattern.test(text))

/**
 * Camera log only where the file's name or its own metadata says so; then PQ, HLG and Rec.2020 where its colour tags say so; else the
 * display's Rec.709, in which a finished or consumer clip looks as in any player.
 */
export function inputSpace(name: string, metadata: string, { primaries, transfer }: ColorTags): InputSpace {
  const named = find(name)
  if (named) return { space: named.space, because: `as its name says ${named.title}` }
  const told = find(metadata)
  if (told) return { space: told.space, because: `as its metadata says ${told.title}` }
  if (transfer === 'pq') return { space: 'rec2100-pq', because: 'as it is tagged PQ' }
  if (transfer === 'hlg') return { space: 'rec2100-hlg', because: 'as it is tagged HLG' }
  if (primaries === 'bt2020') return { space: 'rec2020-bt1886', because: 'as it is tagged Rec.2020' }
  return { space: 'rec709-bt1886', because: 'as neither its name nor its metadata says otherwise' }
}

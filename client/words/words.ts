/** What the screens say more than once: one wording a thing (product.md, "Words"). */
import type { Role } from '../../shared/doc/session.ts'
import type { LinkState, Suite } from '../../shared/suite/suite.ts'
import type { MatchState } from '../../shared/wire/messages.ts'

export const roleTitles: Readonly<Record<Role, string>> = {
  colorist: 'Colorist',
  client: 'Client',
  supervisor: 'Supervisor',
  engineer: 'Engineer',
  observer: 'Observer',
}

/** The link's state in a word or two. */
export function linkWords(link: LinkState): string {
  switch (link.kind) {
    case 'joining':
      return 'joining'
    case 'live':
      return 'live'
    case 'catching-up':
      return 'catching up'
    case 'offline':
      return link.pending === 0
        ? 'offline'
        : `offline · ${link.pending} ${link.pending === 1 ? 'change waits' : 'changes wait'}`
    case 'refused':
      return link.refusal.sentence
    case 'ended':
      return link.sentence
  }
}

/** While playing only some frames are proved: what matched is not said of the frame on show. */
export const matchWords = (rooms: number, playing: boolean): string =>
  `${rooms === 1 ? 'room' : 'rooms'} ${playing ? 'matched' : rooms === 1 ? 'matches' : 'match'}`

/** Who is followed: the one at the wheel, also where they have left it and are away; null: whoever takes it. */
export function followed({
  session,
  seat,
  rooms,
  link,
}: Pick<Suite, 'session' | 'seat' | 'rooms' | 'link'>): string | null {
  const name = session.driver === null ? undefined : session.seats.get(session.driver)?.name
  if (name === undefined) return null
  const here = session.driver === seat || rooms.some((room) => room.seat === session.driver && room.online)
  return here || link.kind !== 'live' ? name : `${name}, who is away`
}

/** How a room's picture stands to ours, in the words of the rooms panel. */
export type PictureWord = 'same' | 'differs' | 'adjusting' | 'behind' | 'elsewhere' | 'own-view' | 'unknown'
export const pictureWords: Readonly<Record<PictureWord, { readonly mark: string; readonly title: string }>> = {
  same: { mark: '✓', title: 'matches' },
  differs: { mark: '≠', title: 'differs' },
  adjusting: { mark: '…', title: 'adjusting' },
  behind: { mark: '↻', title: 'behind' },
  elsewhere: { mark: '–', title: 'other frame' },
  'own-view': { mark: '–', title: 'own view' },
  unknown: { mark: '–', title: 'no word yet' },
}

/** What this room found of a media. */
export const mediaWords: Readonly<Record<MatchState, string>> = {
  missing: 'media missing',
  matched: 'matched',
  verified: 'verified',
  mismatch: 'another file',
}

export const words = {
  product: 'Samelight',
  resetOf: (what: string) => `Reset ${what}`,
  you: 'you',
  following: 'following',
  loose: 'looking round',
  rest: 'Drag to grade · Alt fine · Esc cancels',
  restInRoom: 'Press and hold on the picture to point',
} as const

/** Two letters for a seat: the first of the first and of the last word. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean)
  if (parts.length === 0) return '–'
  const [first, last] = [parts[0]!, parts.at(-1)!]
  return (parts.length === 1 ? first.slice(0, 2) : first[0]! + last[0]!).toUpperCase()
}

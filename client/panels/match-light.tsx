/** The link and the rooms in one line: live, how many match, which revision. */
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { pictureWord, roomWord } from '../words/picture-word.ts'
import { linkWords, matchWords } from '../words/words.ts'
import css from './match-light.module.css'
import { touches } from './rooms.tsx'

export function MatchLight() {
  const link = useSuiteValue(['link'], (s) => s.link)
  const rooms = useSuiteValue(['rooms'], (s) => s.rooms)
  const revision = useSuiteValue(['revision'], (s) => s.revision)
  const receipt = useDeskValue(['receipt'], (d) => d.receipt)
  const playing = useDeskValue(['play'], (d) => d.playing)
  const online = rooms.filter((room) => room.online)
  const same = online.filter((room) => roomWord(receipt, room, false) === 'same').length
  return (
    <span className={css.light} data-link={link.kind} role="status" aria-label="Link">
      <span className={css.bulb} aria-hidden="true" />
      <span className="numbers">
        {linkWords(link)}
        {link.kind === 'live' &&
          online.length > 0 &&
          ` · ${same} of ${online.length} ${matchWords(online.length, playing)}`}
        {` · rev ${revision}`}
      </span>
    </span>
  )
}

/** A room's own line: does my picture match the suite that leads? */
export function PictureProof() {
  const desk = useDesk()
  const driver = useSuiteValue(['session'], (s) => s.session.driver)
  const seat = useSuiteValue(['session'], (s) => s.seat)
  const rooms = useSuiteValue(['rooms'], (s) => s.rooms)
  const link = useSuiteValue(['link'], (s) => s.link)
  const receipt = useDeskValue(['receipt'], (d) => d.receipt)
  const clip = useDeskValue(['clip'], (d) => d.clip?.id)
  const playing = useDeskValue(['play'], (d) => d.playing)
  const adjusting = useSuiteValue(['drawn'], (s) => touches(s.adjusting, clip))
  const suite =
    rooms.find((room) => room.online && room.seat === driver) ??
    rooms.find((room) => room.online && room.role === 'colorist' && room.seat !== seat)
  const compares = useCompareValue(['view'], () => desk.ownView)
  const own = useDeskValue(['view', 'clip'], (d) => d.ownView) || compares
  const word = own ? 'own-view' : pictureWord(receipt, suite?.receipt ?? null, adjusting, suite?.ownView)
  const sentence = own
    ? 'You look at a view of your own'
    : {
        same: playing ? 'Your picture matched the suite when last proved' : 'Your picture matches the suite',
        differs: 'Your picture differs from the suite',
        adjusting: 'The suite is adjusting',
        behind: 'Your picture is ahead of the suite’s word',
        elsewhere: 'You look at another picture than the suite',
        'own-view': 'The suite looks at a view of its own',
        unknown: !suite
          ? 'No suite is here'
          : receipt
            ? 'Waiting for the suite’s word'
            : 'No picture of yours to compare yet',
      }[word]
  return (
    <span className={css.light} data-link={link.kind} data-word={word} role="status" aria-label="Picture match">
      <span className={css.bulb} aria-hidden="true" />
      {link.kind === 'live' ? sentence : linkWords(link)}
    </span>
  )
}

/** Who is here: which frame, which revision, whether the picture is the same, how far away. */
import type { RoomState } from '../../shared/suite/suite.ts'
import { Button } from '../controls/button.tsx'
import { printTimecode } from '../keys/timecode-entry.ts'
import { useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { drawnSentence, drawnWord } from '../words/drawn-word.ts'
import { roomWord } from '../words/picture-word.ts'
import { initials, pictureWords, roleTitles, words } from '../words/words.ts'
import { MediaLines } from './media-lines.tsx'
import css from './rooms.module.css'
import { useAction } from './use-actions.ts'

/** Whether somebody moves a control that the picture on show depends on: its clip's, a group's or the timeline's. */
export const touches = (adjusting: ReadonlyMap<string, unknown>, clip: string | undefined): boolean =>
  [...adjusting.keys()].some((key) => !key.startsWith('c.') || (clip !== undefined && key.startsWith(`c.${clip}/`)))

export function Rooms() {
  const rooms = useSuiteValue(['rooms'], (s) => s.rooms)
  const driver = useSuiteValue(['session'], (s) => s.session.driver)
  const me = useSuiteValue(['session'], (s) => s.session.seats.get(s.seat))
  const seat = useSuiteValue(['session'], (s) => s.seat)
  const revision = useSuiteValue(['revision'], (s) => s.revision)
  const receipt = useDeskValue(['receipt'], (d) => d.receipt)
  const by = useDeskValue(['executor'], (d) => d.drawnBy)
  const take = useAction('take-wheel')
  return (
    <section className="panel" aria-label="Rooms">
      <header className="panel-header">
        <h2>Rooms</h2>
        <div className="end">
          {take.may && driver !== seat && (
            <Button press={take.press} title={`${take.title}  ${take.keys}`}>
              {take.title}
            </Button>
          )}
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason: a list that scrolls is reached by keyboard */}
      <div className="panel-body" tabIndex={0}>
        <table className={css.rooms}>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Sees</th>
              <th scope="col">Rev</th>
              <th scope="col">Lag</th>
              <th scope="col">Picture</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>
                <Who name={me?.name ?? words.you} role={me?.role ?? 'observer'} online driving={driver === seat} />
              </td>
              <td>
                <OwnFrame />
              </td>
              <td className="numbers">{receipt?.revision ?? revision}</td>
              <td className="quiet">–</td>
              <td className="quiet" title={receipt ? `digest ${receipt.digest}` : ''}>
                <span className={css.lines}>
                  <span className="numbers">{receipt ? receipt.digest.slice(0, 6) : '–'}</span>
                  <span className={css.role} data-alarm={by.alarm} title={drawnSentence(by)} data-testid="drawn-by">
                    {receipt ? drawnWord(receipt) : drawnWord({ executor: by.id, digest: '', proof: null })}
                  </span>
                </span>
              </td>
            </tr>
            <Media seat={seat} />
            {rooms.map((room) => (
              <RoomRow key={room.seat} room={room} driving={driver === room.seat} />
            ))}
          </tbody>
        </table>
        {rooms.length === 0 && <p className={css.empty}>Nobody else is here yet.</p>}
      </div>
    </section>
  )
}

/** A row of its own under a room whose media differ. */
function Media({ seat }: { readonly seat: string }) {
  const differs = useSuiteValue(['rooms', 'session'], (s) =>
    [...(s.matches.get(seat)?.values() ?? [])].some((state) => state === 'missing' || state === 'mismatch'),
  )
  return differs ? (
    <tr className={css.media} data-media={seat}>
      <td colSpan={5}>
        <MediaLines seat={seat} />
      </td>
    </tr>
  ) : null
}

function Who(props: { name: string; role: RoomState['role']; online: boolean; driving: boolean }) {
  return (
    <span className={css.who} data-online={props.online}>
      <span className={css.initials} aria-hidden="true">
        {initials(props.name)}
      </span>
      <span className={css.lines}>
        <span className={css.name}>{props.name}</span>
        <span className={css.role}>
          {roleTitles[props.role]}
          {props.driving ? ' · drives' : ''}
        </span>
      </span>
    </span>
  )
}

/** The frame a room shows, and whether it follows the one at the wheel. */
function Sees({ online, frame, following }: { online: boolean; frame: number | null; following: boolean }) {
  const { rate, startTimecode } = useSuiteValue(['session'], (s) => s.session.timeline)
  if (!online) return <span className="quiet">away</span>
  return (
    <span className={css.lines}>
      <span className="numbers">
        {frame === null ? '–' : printTimecode(startTimecode + frame, rate.num / rate.den)}
      </span>
      <span className={css.role}>{following ? words.following : words.loose}</span>
    </span>
  )
}

function OwnFrame() {
  const frame = useDeskValue(['frame'], (d) => d.frame)
  const following = useSuiteValue(['cue', 'rooms'], (s) => s.following)
  return <Sees online frame={frame} following={following} />
}

function RoomRow({ room, driving }: { room: RoomState; driving: boolean }) {
  const receipt = useDeskValue(['receipt'], (d) => d.receipt)
  const clip = useDeskValue(['clip'], (d) => d.clip?.id)
  const adjusting = useSuiteValue(['drawn'], (s) => touches(s.adjusting, clip))
  const playing = useDeskValue(['play'], (d) => d.playing)
  const word = roomWord(receipt, room, adjusting)
  const { mark, title } = pictureWords[word]
  const theirs = room.online ? room.receipt : null
  const row = (
    <tr data-online={room.online} data-seat={room.seat}>
      <td>
        <Who name={room.name} role={room.role} online={room.online} driving={driving} />
      </td>
      <td>
        <Sees online={room.online} frame={room.frame} following={room.following} />
      </td>
      <td className="numbers">{theirs?.revision ?? '–'}</td>
      <td className="numbers">{room.lagMs === null ? '–' : `${Math.round(room.lagMs)} ms`}</td>
      <td data-word={word} title={theirs ? `digest ${theirs.digest}` : title}>
        <span className={css.lines}>
          <span>
            <span aria-hidden="true">{mark} </span>
            {room.online && (playing && word === 'same' ? 'matched' : title)}
          </span>
          {theirs && <span className={css.role}>{drawnWord(theirs)}</span>}
        </span>
      </td>
    </tr>
  )
  return (
    <>
      {row}
      {room.online && <Media seat={room.seat} />}
    </>
  )
}

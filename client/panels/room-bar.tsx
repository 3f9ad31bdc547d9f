/** The bar of a room: session, whether the picture is the suite's, link control for the engineer, leave. */
import { useState } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import { Button } from '../controls/button.tsx'
import { Link2, Link2Off } from '../icons/index.ts'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { roleTitles } from '../words/words.ts'
import { HeldLine } from './held-line.tsx'
import { Coming, later } from './later.tsx'
import { PictureProof } from './match-light.tsx'
import css from './room-bar.module.css'

/** A dialog that only the engineer opens: it comes as a chunk of its own. */
const linksSheet = later(() => import('./links-sheet.tsx').then((m) => m.LinksSheet))

export interface RoomBarProps {
  readonly leave: () => void
  /** To the review screen, for who may open it. */
  readonly review?: (() => void) | undefined
}

export function RoomBar({ leave, review }: RoomBarProps) {
  const session = useSuiteValue(['session'], (s) => s.session)
  const me = useSuiteValue(['session'], (s) => s.session.seats.get(s.seat))
  const [links, setLinks] = useState(false)
  const driver = session.driver === null ? null : session.seats.get(session.driver)
  return (
    <header className={css.bar}>
      <h1 className={css.name}>
        {session.name}
        {driver && driver.id !== me?.id && <span className="quiet"> · with {driver.name}</span>}
      </h1>
      <div className={css.middle}>
        <PictureProof />
        <HeldLine />
      </div>
      <div className={css.end}>
        {review && <Button press={review}>Review</Button>}
        {me && roles[me.role].seat && (
          <Button press={() => setLinks(true)} title="Who may come in, by which link">
            Links…
          </Button>
        )}
        {me && roles[me.role].arrange ? (
          <LinkSwitch />
        ) : (
          <span className="quiet">{session.linked ? 'linked' : 'not linked'}</span>
        )}
        {me && (
          <span>
            {me.name} <span className="quiet">{roleTitles[me.role]}</span>
          </span>
        )}
        <Button press={leave}>Leave</Button>
      </div>
      {links && <Coming of={linksSheet} give={{ close: () => setLinks(false) }} />}
    </header>
  )
}

function LinkSwitch() {
  const desk = useDesk()
  const linked = useSuiteValue(['session'], (s) => s.session.linked)
  const [waiting, setWaiting] = useState(false)
  const flip = () => {
    setWaiting(true)
    void desk.suite.command(linked ? 'unlink' : 'link', {}).then((answer) => {
      setWaiting(false)
      if (!answer.ok) desk.say(answer.refusal.sentence)
    })
  }
  return (
    <Button press={flip} disabled={waiting} pressed={linked} title="While linked, nobody changes timeline or media">
      {linked ? <Link2 size={13} aria-hidden="true" /> : <Link2Off size={13} aria-hidden="true" />}
      {linked ? 'Linked' : 'Not linked'}
    </Button>
  )
}

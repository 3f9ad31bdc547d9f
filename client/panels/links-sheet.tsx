/** The engineer's links: who may come in by which, made and withdrawn one by one; and the session's rules. A key is told once. */
import { useEffect, useRef, useState } from 'react'
import type { LinkInfo, Rules } from '../../shared/doc/records.ts'
import type { Role } from '../../shared/doc/session.ts'
import type { Space } from '../../shared/op/space.ts'
import { roleNames } from '../../shared/policy/roles.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { whenWords } from '../words/change-words.ts'
import { roleTitles } from '../words/words.ts'
import css from './links-sheet.module.css'
import sheet from './sheet.module.css'

/** How long a link lets people in, in hours; null: until it is withdrawn. */
const spans: readonly (readonly [string, number | null])[] = [
  ['until withdrawn', null],
  ['for 4 hours', 4],
  ['for a day', 24],
  ['for a week', 168],
  ['for 30 days', 720],
]

const ruleWords: Readonly<Record<keyof Rules, readonly [string, string]>> = {
  stills: ['Stills', 'Rooms without a clip’s media get the exact still of each stop.'],
  approved: ['Approved clips lock', 'An approval of the look that stands locks its clip.'],
  strict: ['Strict locks', 'A change of a group, a shared node or the timeline that reaches a locked clip is refused.'],
}

/** The links that every role has from the start, where nothing is on record of them, and those that were made. */
const allLinks = (made: readonly LinkInfo[]): readonly LinkInfo[] => [
  ...roleNames.map(
    (role): LinkInfo =>
      made.find(({ id }) => id === role) ?? {
        ...{ id: role, role, name: '', until: null, most: null, uses: 0, revoked: null },
      },
  ),
  ...made.filter(({ id }) => !roleNames.includes(id as Role)),
]

export function LinksSheet({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    // Not the list, which has the focus of a scroll bar only.
    dialog.current?.querySelector<HTMLElement>('input:not([readonly])')?.focus()
  }, [])
  return (
    <dialog ref={dialog} className={`${sheet.sheet} ${css.wide}`} aria-label="Links and rules" onClose={close}>
      <div className={sheet.form}>
        <h2>Links</h2>
        <Standing />
        <Making />
        <h2>Colour of the session</h2>
        <Pipeline />
        <h2>Rules of the session</h2>
        <RuleList />
        <div className={sheet.end}>
          <span className={css.rest} />
          <Button press={close}>Done</Button>
        </div>
      </div>
    </dialog>
  )
}

function Standing() {
  const desk = useDesk()
  const links = useSuiteValue(['session'], (s) => s.records.links)
  const [asking, setAsking] = useState('')
  const now = desk.suite.hubNow()
  const withdraw = (link: LinkInfo) =>
    void desk.suite.command('link-revoke', { link: link.id }).then((answer) => {
      setAsking('')
      desk.say(answer.ok ? `The ${roleTitles[link.role].toLowerCase()}’s link is withdrawn.` : answer.refusal.sentence)
    })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: reason: a list that scrolls is reached by keyboard
    <div className={css.scroll} tabIndex={0}>
      <table className={css.links}>
        <thead>
          <tr>
            <th scope="col">For</th>
            <th scope="col">Role</th>
            <th scope="col">Came</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="unseen">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {allLinks(links).map((link) => (
            <tr key={link.id} data-gone={link.revoked !== null || (link.until !== null && link.until <= now)}>
              <td>{link.name || <span className="quiet">{link.id === link.role ? 'anybody' : 'no name'}</span>}</td>
              <td>{roleTitles[link.role]}</td>
              <td className="numbers">
                {link.id === link.role ? '–' : link.uses}
                {link.most !== null && ` of ${link.most}`}
              </td>
              <td>
                {link.revoked !== null
                  ? `withdrawn ${whenWords(link.revoked, now)}`
                  : link.until === null
                    ? '–'
                    : link.until <= now
                      ? 'has ended'
                      : `in ${spanWords(link.until - now)}`}
              </td>
              <td className={css.act}>
                {link.revoked !== null ? null : asking === link.id ? (
                  <>
                    <Button press={() => withdraw(link)} main>
                      Withdraw, and send them away
                    </Button>
                    <Button press={() => setAsking('')}>Keep</Button>
                  </>
                ) : (
                  <Button press={() => setAsking(link.id)} title="Nobody comes in by it any more">
                    Withdraw…
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const hourMs = 3_600_000
/** A stretch of time as one would say it. */
const spanWords = (ms: number): string => {
  const hours = Math.ceil(ms / hourMs)
  return hours <= 1 ? 'less than an hour' : hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`
}

function Making() {
  const desk = useDesk()
  const [role, setRole] = useState<Role>('client')
  const [name, setName] = useState('')
  const [hours, setHours] = useState<number | null>(null)
  const [people, setPeople] = useState('')
  const [made, setMade] = useState<{ readonly address: string; readonly name: string } | null>(null)
  const [refusal, setRefusal] = useState('')
  const make = () => {
    const args = {
      role,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(hours === null ? {} : { hours }),
      ...(people.trim() === '' ? {} : { people: Number(people) }),
    }
    void desk.suite.command('link-new', args).then((answer) => {
      setRefusal(answer.ok ? '' : answer.refusal.sentence)
      if (!answer.ok) return
      const { key } = answer.value as { key?: string }
      if (key === undefined) {
        setRefusal('The link was made, but its key was told while this suite was away: withdraw it and make another.')
        return
      }
      setMade({ address: `${location.origin}${location.pathname}#${key}`, name: name.trim() || roleTitles[role] })
      setName('')
      setPeople('')
    })
  }
  return (
    <>
      <form
        className={css.making}
        aria-label="Make a link"
        onSubmit={(e) => {
          e.preventDefault()
          make()
        }}
      >
        <input
          aria-label="Whom the link is for"
          placeholder="For whom"
          maxLength={60}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <select aria-label="Role" value={role} onChange={(e) => setRole(e.currentTarget.value as Role)}>
          {roleNames.map((one) => (
            <option key={one} value={one}>
              {roleTitles[one]}
            </option>
          ))}
        </select>
        <select
          aria-label="How long it lets people in"
          value={hours ?? ''}
          onChange={(e) => setHours(e.currentTarget.value === '' ? null : Number(e.currentTarget.value))}
        >
          {spans.map(([words, span]) => (
            <option key={words} value={span ?? ''}>
              {words}
            </option>
          ))}
        </select>
        <input
          aria-label="For how many people"
          placeholder="any number"
          inputMode="numeric"
          className={css.count}
          value={people}
          onChange={(e) => setPeople(e.currentTarget.value.replace(/\D/g, ''))}
        />
        <Button submit main>
          Make link
        </Button>
      </form>
      <p role="status" aria-label="Link message" className={css.said}>
        {refusal}
      </p>
      {made && <Told {...made} />}
    </>
  )
}

/** The link itself, once: it stands nowhere else. */
function Told({ address, name }: { readonly address: string; readonly name: string }) {
  const [copied, setCopied] = useState('')
  useEffect(() => setCopied(address === '' ? '' : 'Shown once: copy it now.'), [address])
  const field = useRef<HTMLInputElement>(null)
  const copy = () => {
    field.current?.select()
    navigator.clipboard.writeText(address).then(
      () => setCopied('Copied.'),
      () => setCopied('The browser does not let it be copied: it is selected, press Ctrl C.'),
    )
  }
  return (
    <div className={css.told}>
      <label>
        <span>{name}</span>
        <input ref={field} readOnly value={address} aria-label={`Link of ${name}`} onFocus={(e) => e.target.select()} />
      </label>
      <Button press={copy}>Copy</Button>
      <span className="quiet">{copied}</span>
    </div>
  )
}

/** In which space is graded, and for which display: every picture changes with it, and a verdict on it goes stale. */
function Pipeline() {
  const desk = useDesk()
  const pipeline = useSuiteValue(['session'], (s) => s.session.pipeline)
  const choose = (part: Partial<typeof pipeline>) => {
    const { working, output } = { ...pipeline, ...part }
    void desk.suite.command('pipeline', { working, output }).then((answer) => {
      if (!answer.ok) desk.say(answer.refusal.sentence)
    })
  }
  const list = (title: string, value: string, of: readonly Space[], chosen: (id: string) => void) => (
    <label>
      <span>{title}</span>
      <select aria-label={title} value={value} onChange={(e) => chosen(e.currentTarget.value)}>
        {of.map((space) => (
          <option key={space.id} value={space.id}>
            {space.title}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <div className={css.pipeline}>
      {list('Working space', pipeline.working, spaces, (working) => choose({ working }))}
      {list(
        'Display',
        pipeline.output,
        spaces.filter(({ id, referred }) => referred === 'display' || id === pipeline.output),
        (output) => choose({ output }),
      )}
    </div>
  )
}

function RuleList() {
  const desk = useDesk()
  const rules = useSuiteValue(['session'], (s) => s.records.rules)
  const flip = (rule: keyof Rules) =>
    void desk.suite.command('rule', { [rule]: !rules[rule] }).then((answer) => {
      if (!answer.ok) desk.say(answer.refusal.sentence)
    })
  return (
    <ul className={css.rules}>
      {(Object.keys(ruleWords) as (keyof Rules)[]).map((rule) => (
        <li key={rule}>
          <label>
            <input type="checkbox" checked={rules[rule]} onChange={() => flip(rule)} />
            <span>{ruleWords[rule][0]}</span>
          </label>
          <span className="quiet">{ruleWords[rule][1]}</span>
        </li>
      ))}
    </ul>
  )
}

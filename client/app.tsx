/** From the link to the screen: the form that lets one in, while the rest loads; then the screen of one's role. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Suite } from '../shared/suite/suite.ts'
import type { MatchState } from '../shared/wire/messages.ts'
import css from './app.module.css'
import { Join, type MediaChoice } from './screens/join/join.tsx'
import { parseRoute, type Route } from './screens/route.ts'
import type { Screen, Seated } from './seated.tsx'
import type { Desk } from './state/desk.ts'
import { rememberedName, rememberName } from './sync/name.ts'
import type { MediaAtHand } from './viewer/courier.ts'
import { mediaLines } from './words/media-lines.ts'

/** A room's media until it leaves. */
export interface OpenMedia extends MediaAtHand {
  /** What was found of each media so far. */
  readonly states: ReadonlyMap<string, MatchState>
  close(): void
}

/** What stands between the screens and the world: handed in by `main.tsx`, so that the screens run on anything. */
export interface Eyes {
  /** Resolves when the session is here; rejects with a sentence for a person. `waiting` says why it takes long. */
  readonly join: (route: Route, name: string, waiting: (sentence: string) => void) => Promise<Suite>
  /** Opens this room's media for a session; what it finds is said to the suite. */
  readonly open: (choice: MediaChoice, suite: Suite, route: Route) => Promise<OpenMedia>
}

/** Kept in this browser: the screen one had in this session, so that coming back asks nothing and loads it at once. */
const enteredKey = (session: string) => `samelight.entered.${session}`

interface Remembered {
  readonly name: string
  /** Null where this browser has not been in the session. */
  readonly screen: Screen['kind'] | null
}

function remembered(session: string): Remembered {
  const name = rememberedName()
  try {
    const kept = localStorage.getItem(enteredKey(session))
    return { name, screen: kept === null ? null : kept === 'grader' || kept === 'review' ? kept : 'room' }
  } catch {
    return { name, screen: null } // A browser that keeps nothing asks again.
  }
}

function remember(session: string, screen: Screen['kind']): void {
  try {
    localStorage.setItem(enteredKey(session), screen)
  } catch {
    return // A browser that keeps nothing asks again.
  }
}

/** A part of the page that comes later; where the hub does not give it, the sentence says what to do. */
async function part<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading
  } catch {
    throw new Error(
      'A part of this page is not to be had: the hub is out of reach or newer than the page. Load it again.',
    )
  }
}

/** Resolves when something is known of every media, or nothing new has been found for a while. */
async function looked(media: OpenMedia, { session }: Suite): Promise<void> {
  const all = () => [...session.media.keys()].every((id) => media.states.has(id))
  while (!all()) {
    const known = media.states.size
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, patienceMs)
      const stop = media.on(done)
      function done(): void {
        clearTimeout(timer)
        stop()
        resolve()
      }
    })
    if (media.states.size === known) return
  }
}
/** A folder that is read this slowly is looked through from within, milliseconds. */
const patienceMs = 5000

/** One line for each media that is missing or another file; null where none is. */
function lackingIn(media: OpenMedia, { session, records, seat }: Suite): readonly string[] | null {
  const lines = mediaLines(session, media.states, records.waivers, seat).filter(({ waiver }) => waiver === null)
  return lines.length === 0 ? null : lines.map(({ words }) => words)
}

interface Joined {
  readonly Seated: typeof Seated
  readonly desk: Desk
  readonly media: OpenMedia
  readonly screen: Screen
}

export function App({ eyes }: { readonly eyes: Eyes }) {
  const route = useMemo(() => parseRoute(location.pathname, location.hash), [])
  return typeof route === 'string' ? (
    <main className={css.plain}>
      <h1>Samelight</h1>
      <p>{route}</p>
    </main>
  ) : (
    <Session route={route} eyes={eyes} />
  )
}

function Session({ route, eyes }: { readonly route: Route; readonly eyes: Eyes }) {
  const known = useMemo(() => remembered(route.session), [route])
  const [waiting, setWaiting] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [joined, setJoined] = useState<Joined | null>(null)
  /** Joined, and asked whether to go in without some of the media. */
  const [lacking, setLacking] = useState<readonly string[] | null>(null)
  const begun = useRef(false)

  const join = async (name: string, choice: MediaChoice): Promise<Joined> => {
    const loading = import('./seated.tsx')
    const [suite, { Seated, loadScreen, openDesk, screenOf }] = await Promise.all([
      eyes.join(route, name, setWaiting),
      part(loading),
    ])
    const kind = screenOf(suite.role)
    const [media, screen] = await Promise.all([eyes.open(choice, suite, route), part(loadScreen(kind))])
    if (choice.kind === 'files') {
      setWaiting('Looking through your files…')
      await looked(media, suite)
      setLacking(lackingIn(media, suite))
    }
    remember(route.session, kind)
    return { Seated, desk: openDesk(suite, screen), media, screen }
  }
  const enter = (name: string, choice: MediaChoice) => {
    rememberName(name)
    setRefusal(null)
    setWaiting('Joining…')
    join(name, choice).then(setJoined, (error: unknown) =>
      setRefusal(error instanceof Error ? error.message : String(error)),
    )
  }
  // What comes after the form comes while somebody types. Whoever has been in this session goes straight in, with the hub's library.
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const ahead = import('./seated.tsx')
    // What fails here fails again, and is said, when it is needed.
    if (known.screen !== null) ahead.then(({ loadScreen }) => loadScreen(known.screen!)).catch(() => undefined)
    else ahead.catch(() => undefined)
    if (known.screen !== null) enter(known.name, { kind: 'library' })
  })

  const leave = () => {
    const { desk, media } = joined!
    setLacking(null)
    desk.suite.leave()
    desk.close()
    media.close()
    setWaiting(null)
    setJoined(null)
  }
  if (!joined || lacking)
    return (
      <Join
        name={known.name}
        waiting={waiting}
        refusal={refusal}
        enter={enter}
        lacking={joined && lacking}
        goOn={() => setLacking(null)}
        back={leave}
      />
    )
  const { Seated, desk, media, screen } = joined
  return <Seated desk={desk} media={media} screen={screen} leave={leave} />
}

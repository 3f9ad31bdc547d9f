/** From the link to the screen: join, then the grader for a colorist and the room for everybody else. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Suite } from '../shared/suite/suite.ts'
import css from './app.module.css'
import { Grader } from './screens/grader/grader.tsx'
import { Join, type MediaChoice } from './screens/join/join.tsx'
import { Room } from './screens/room/room.tsx'
import { parseRoute, type Route } from './screens/route.ts'
import { Desk } from './state/desk.ts'
import { DeskContext } from './state/use-desk.ts'
import { rememberedName, rememberName } from './sync/name.ts'
import type { MediaAtHand } from './viewer/courier.ts'
import { PictureProvider, Stage, Thumb, usePictureSentence, useSpeed } from './viewer/picture.tsx'

/** A room's media until it leaves. */
export interface OpenMedia extends MediaAtHand {
  close(): void
}

/** What stands between the screens and the world: handed in by `main.tsx`, so that the screens run on anything. */
export interface Eyes {
  /** Resolves when the session is here; rejects with a sentence for a person. `waiting` says why it takes long. */
  readonly join: (route: Route, name: string, waiting: (sentence: string) => void) => Promise<Suite>
  /** Opens this room's media for a session; what it finds is said to the suite. */
  readonly open: (choice: MediaChoice, suite: Suite, route: Route) => OpenMedia
}

/** Kept in this browser: that this session has been entered, so that coming back asks nothing. */
const enteredKey = (session: string) => `samelight.entered.${session}`

function remembered(session: string): { readonly name: string; readonly here: boolean } {
  try {
    return { name: rememberedName(), here: localStorage.getItem(enteredKey(session)) !== null }
  } catch {
    return { name: rememberedName(), here: false } // A browser that keeps nothing asks again.
  }
}

function remember(session: string, name: string): void {
  rememberName(name)
  try {
    localStorage.setItem(enteredKey(session), '1')
  } catch {
    return // A browser that keeps nothing asks again.
  }
}

interface Joined {
  readonly desk: Desk
  readonly media: OpenMedia
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
  const begun = useRef(false)

  const enter = (name: string, media: MediaChoice) => {
    remember(route.session, name)
    setRefusal(null)
    setWaiting('Joining…')
    eyes.join(route, name, setWaiting).then(
      (suite) => setJoined({ desk: new Desk(suite), media: eyes.open(media, suite, route) }),
      (error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)),
    )
  }
  // Whoever has been in this session goes straight in, with the hub's library.
  useEffect(() => {
    if (begun.current || !known.here) return
    begun.current = true
    enter(known.name, { kind: 'library' })
  })

  if (!joined) return <Join name={known.name} waiting={waiting} refusal={refusal} enter={enter} />
  const { desk, media } = joined
  const leave = () => {
    desk.suite.leave()
    desk.close()
    media.close()
    setWaiting(null)
    setJoined(null)
  }
  return (
    <DeskContext value={desk}>
      <PictureProvider desk={desk} media={media}>
        <Screen desk={desk} leave={leave} />
      </PictureProvider>
    </DeskContext>
  )
}

function Screen({ desk, leave }: { readonly desk: Desk; readonly leave: () => void }) {
  const sight = { picture: <Stage />, sentence: usePictureSentence() }
  const speed = useSpeed()
  return desk.suite.role === 'colorist' ? (
    <Grader {...sight} speed={speed} thumb={(clip) => <Thumb clip={clip} />} />
  ) : (
    <Room {...sight} leave={leave} />
  )
}

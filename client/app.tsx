/** From the link to the screen: join, then the grader for a colorist and the room for everybody else. */
import { type ComponentType, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Clip } from '../shared/doc/session.ts'
import type { Suite } from '../shared/suite/suite.ts'
import css from './app.module.css'
import { Grader } from './screens/grader/grader.tsx'
import { Join, type MediaChoice } from './screens/join/join.tsx'
import { Room } from './screens/room/room.tsx'
import { parseRoute, type Route } from './screens/route.ts'
import { Desk } from './state/desk.ts'
import { DeskContext } from './state/use-desk.ts'
import { rememberedName, rememberName } from './sync/name.ts'

/** What stands between the screens and the world: handed in by `main.tsx`, so that the screens run on anything. */
export interface Eyes {
  /** Resolves when the session is here; rejects with a sentence for a person. `waiting` says why it takes long. */
  readonly join: (route: Route, name: string, waiting: (sentence: string) => void) => Promise<Suite>
  /** What fills the picture's box. */
  readonly Picture: ComponentType<{ readonly desk: Desk; readonly media: MediaChoice; readonly route: Route }>
  readonly thumb?: (clip: Clip) => ReactNode
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
  readonly media: MediaChoice
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
      (suite) => setJoined({ desk: new Desk(suite), media }),
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
  const picture = <eyes.Picture desk={desk} media={media} route={route} />
  return (
    <DeskContext value={desk}>
      {desk.suite.role === 'colorist' ? (
        <Grader picture={picture} {...(eyes.thumb ? { thumb: eyes.thumb } : {})} />
      ) : (
        <Room
          picture={picture}
          leave={() => {
            desk.suite.leave()
            desk.close()
            setWaiting(null)
            setJoined(null)
          }}
        />
      )}
    </DeskContext>
  )
}

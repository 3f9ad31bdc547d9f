/** What is shown to who has joined: the desk, its picture, and the grader or the room. Loaded beside the form that lets one in. */
import { useState } from 'react'
import type { Clip, Role } from '../shared/doc/session.ts'
import type { Suite } from '../shared/suite/suite.ts'
import type { OpenMedia } from './app.tsx'
import type { Grader } from './screens/grader/grader.tsx'
import type { Review } from './screens/review/review.tsx'
import type { Room } from './screens/room/room.tsx'
import { Desk } from './state/desk.ts'
import type { KeyframesOf } from './state/keyframes.ts'
import { browserTick } from './state/tick.ts'
import { DeskContext } from './state/use-desk.ts'
import { PictureProvider, Stage, Thumb, usePictureSentence, useSpeed } from './viewer/picture.tsx'

/** The screen of a role, once it is here: nobody loads the other one. */
export type Screen =
  | { readonly kind: 'grader'; readonly Grader: typeof Grader; readonly Keyframes: KeyframesOf }
  | { readonly kind: 'room'; readonly Room: typeof Room }
  | { readonly kind: 'review'; readonly Review: typeof Review }

/** The grader is for a colorist, the review for a supervisor, the room for everybody else. */
export const screenOf = (role: Role): Screen['kind'] =>
  role === 'colorist' ? 'grader' : role === 'supervisor' ? 'review' : 'room'

/** Who may go from the room to the review and back. */
const reviews = (role: Role): boolean => role === 'supervisor' || role === 'engineer'

/** Rejects where the hub does not give it. */
export async function loadScreen(kind: Screen['kind']): Promise<Screen> {
  switch (kind) {
    case 'grader': {
      const { Grader, Keyframes } = await import('./screens/grader/grader.tsx')
      return { kind, Grader, Keyframes }
    }
    case 'review':
      return { kind, Review: (await import('./screens/review/review.tsx')).Review }
    case 'room':
      return { kind, Room: (await import('./screens/room/room.tsx')).Room }
  }
}

/** A desk for the screen that it is first seen on: with keyframes where that grades. */
export const openDesk = (suite: Suite, screen: Screen): Desk =>
  new Desk(suite, browserTick, screen.kind === 'grader' ? screen.Keyframes : null)

export interface SeatedProps {
  readonly desk: Desk
  readonly media: OpenMedia
  readonly screen: Screen
  readonly leave: () => void
}

export function Seated({ desk, media, screen: first, leave }: SeatedProps) {
  const [screen, setScreen] = useState(first)
  const turn = (kind: Screen['kind']) => () => {
    loadScreen(kind).then(setScreen, () => desk.say('That screen is not to be had: the hub is out of reach.'))
  }
  return (
    <DeskContext value={desk}>
      <PictureProvider desk={desk} media={media}>
        <View screen={screen} leave={leave} turn={turn} role={desk.suite.role} />
      </PictureProvider>
    </DeskContext>
  )
}

interface ViewProps {
  readonly screen: Screen
  readonly role: Role
  readonly leave: () => void
  readonly turn: (kind: Screen['kind']) => () => void
}

function View({ screen, role, leave, turn }: ViewProps) {
  const sight = { picture: <Stage />, sentence: usePictureSentence() }
  const speed = useSpeed()
  const thumb = (clip: Clip) => <Thumb clip={clip} />
  switch (screen.kind) {
    case 'grader':
      return <screen.Grader {...sight} speed={speed} thumb={thumb} />
    case 'review':
      return <screen.Review {...sight} thumb={thumb} leave={leave} room={turn('room')} />
    case 'room':
      return <screen.Room {...sight} thumb={thumb} leave={leave} review={reviews(role) ? turn('review') : undefined} />
  }
}

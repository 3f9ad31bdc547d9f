/** What is shown to who has joined: the desk, its picture, and the grader or the room. Loaded beside the form that lets one in. */
import type { Role } from '../shared/doc/session.ts'
import type { Suite } from '../shared/suite/suite.ts'
import type { OpenMedia } from './app.tsx'
import type { Grader } from './screens/grader/grader.tsx'
import type { Room } from './screens/room/room.tsx'
import { Desk } from './state/desk.ts'
import { DeskContext } from './state/use-desk.ts'
import { PictureProvider, Stage, Thumb, usePictureSentence, useSpeed } from './viewer/picture.tsx'

/** The screen of a role, once it is here: nobody loads the other one. */
export type Screen =
  | { readonly kind: 'grader'; readonly Grader: typeof Grader }
  | { readonly kind: 'room'; readonly Room: typeof Room }

/** The grader is for a colorist, the room for everybody else. */
export const screenOf = (role: Role): Screen['kind'] => (role === 'colorist' ? 'grader' : 'room')

/** Rejects where the hub does not give it. */
export async function loadScreen(kind: Screen['kind']): Promise<Screen> {
  return kind === 'grader'
    ? { kind: 'grader', Grader: (await import('./screens/grader/grader.tsx')).Grader }
    : { kind: 'room', Room: (await import('./screens/room/room.tsx')).Room }
}

export const openDesk = (suite: Suite): Desk => new Desk(suite)

export interface SeatedProps {
  readonly desk: Desk
  readonly media: OpenMedia
  readonly screen: Screen
  readonly leave: () => void
}

export function Seated({ desk, media, screen, leave }: SeatedProps) {
  return (
    <DeskContext value={desk}>
      <PictureProvider desk={desk} media={media}>
        <View screen={screen} leave={leave} />
      </PictureProvider>
    </DeskContext>
  )
}

function View({ screen, leave }: Pick<SeatedProps, 'screen' | 'leave'>) {
  const sight = { picture: <Stage />, sentence: usePictureSentence() }
  const speed = useSpeed()
  return screen.kind === 'grader' ? (
    <screen.Grader {...sight} speed={speed} thumb={(clip) => <Thumb clip={clip} />} />
  ) : (
    <screen.Room {...sight} leave={leave} />
  )
}

/** The page: fonts, theme, and the screens with this browser's eyes. */
import '@fontsource-variable/inter'
import './theme/tokens.css'
import './theme/ground.css'
import { createRoot } from 'react-dom/client'
import { App, type Eyes } from './app.tsx'

/** What only somebody who joins needs: it comes beside the screen, not before the form. */
const world = () =>
  Promise.all([import('./sync/address.ts'), import('./sync/join.ts'), import('./media/room-media.ts')])

const eyes: Eyes = {
  async join(_route, name, waiting) {
    const [{ readAddress }, { joinHere }] = await world()
    const link = readAddress(location)
    if (typeof link === 'string') throw new Error(link)
    return await joinHere({ link, ...(name === '' ? {} : { name }), waiting })
  },
  async open(choice, suite, { session }) {
    const [, , { RoomMedia }] = await world()
    return new RoomMedia(suite, choice.kind === 'files' ? choice : { kind: 'library', hub: location.origin, session })
  },
}

createRoot(document.getElementById('app')!).render(<App eyes={eyes} />)

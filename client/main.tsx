/** The page: fonts, theme, and the screens with this browser's eyes. */
import '@fontsource-variable/inter'
import './theme/tokens.css'
import './theme/ground.css'
import { createRoot } from 'react-dom/client'
import { App, type Eyes } from './app.tsx'
import { RoomMedia } from './media/room-media.ts'
import { readAddress } from './sync/address.ts'
import { joinHere } from './sync/join.ts'

const eyes: Eyes = {
  join: (_route, name, waiting) => {
    const link = readAddress(location)
    return typeof link === 'string'
      ? Promise.reject(new Error(link))
      : joinHere({ link, ...(name === '' ? {} : { name }), waiting })
  },
  open: (choice, suite, { session }) =>
    new RoomMedia(suite, choice.kind === 'files' ? choice : { kind: 'library', hub: location.origin, session }),
}

createRoot(document.getElementById('app')!).render(<App eyes={eyes} />)

/** Joining without a screen: `ws` for sockets, this process's clock, nothing kept between visits. */
import WebSocket from 'ws'
import type { Session } from '../shared/doc/session.ts'
import { ENGINE_VERSION } from '../shared/render/name.ts'
import { joinSuite } from '../shared/suite/join.ts'
import type { Suite } from '../shared/suite/suite.ts'
import { type Link, parseLink } from '../shared/suite/ticket.ts'
import { mediaOfFolder, mediaOfLibrary, type OwnMedia } from './own-media.ts'

/** A link, or the sentence that it is none, thrown. */
export function readLink(text: string): Link {
  const link = parseLink(text)
  if (typeof link === 'string') throw new Error(link)
  return link
}

/** Rejects with one sentence where the link is no longer good. */
export function joinHeadless(
  link: Link,
  name: string | undefined,
  waiting: (sentence: string) => void,
): Promise<Suite> {
  let last = ''
  return joinSuite({
    ...link,
    ...(name === undefined ? {} : { name }),
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    fetch,
    clock: () => performance.now(),
    random: Math.random,
    engine: ENGINE_VERSION,
    waiting: (sentence) => {
      if (sentence !== last) waiting(`${sentence} Trying again …`)
      last = sentence
    },
  })
}

/** A folder where one is named, else the hub's library. */
export function mediaFor(dir: string | null, link: Link, suite: Suite, session: Session): Promise<OwnMedia> {
  return dir === null
    ? Promise.resolve(mediaOfLibrary(link.hub, link.session, suite.seatKey, session))
    : mediaOfFolder(dir, session)
}

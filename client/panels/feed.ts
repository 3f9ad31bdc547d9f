/** The clean feed: a window for a second display, with the picture alone on black, dithered for 8-bit glass, and no pointer. */
import type { Desk } from '../state/desk.ts'
import { contextOf } from '../viewer/easel.ts'

/** The whole picture as large as a window holds it, whole device pixels. */
export function feedSize(
  [across, down]: readonly [number, number],
  [width, height]: readonly [number, number],
): readonly [number, number] {
  const scale = Math.min(across / width, down / height)
  return [Math.max(1, Math.floor(width * scale + 0.001)), Math.max(1, Math.floor(height * scale + 0.001))]
}

let opened: Window | null = null

/** Opens the feed's window, or brings it to the front. A browser that does not let it open is told of in the foot. */
export function openFeed(desk: Desk): void {
  if (opened && !opened.closed) {
    opened.focus()
    return
  }
  const feed = window.open('', '', 'popup,width=1280,height=720')
  if (!feed) {
    desk.say('The browser does not let a second window open: allow pop-ups for this page.')
    return
  }
  opened = feed
  const { framing, suite } = desk
  const page = feed.document
  page.title = `${suite.session.name} · picture`
  Object.assign(page.body.style, {
    margin: '0',
    height: '100vh',
    display: 'grid',
    placeItems: 'center',
    overflow: 'hidden',
    background: '#000000',
    cursor: 'none',
  })
  const canvas = page.createElement('canvas')
  canvas.setAttribute('aria-label', 'Picture')
  canvas.style.display = 'block'
  page.body.append(canvas)
  const screen = contextOf(canvas)
  const measure = () => {
    const { width, height } = suite.session.timeline
    const ratio = feed.devicePixelRatio
    const size = feedSize([feed.innerWidth * ratio, feed.innerHeight * ratio], [width, height])
    canvas.style.width = `${size[0] / ratio}px`
    canvas.style.height = `${size[1] / ratio}px`
    framing.set({ feed: size, screen })
  }
  const close = () => {
    if (opened === feed) opened = null
    framing.set({ feed: [0, 0], screen: null })
  }
  measure()
  feed.addEventListener('resize', measure)
  feed.addEventListener('pagehide', close)
  feed.addEventListener('dblclick', () => {
    const to = page.fullscreenElement ? page.exitFullscreen() : page.documentElement.requestFullscreen()
    to.catch(() => desk.say('The browser does not give the feed the whole screen.'))
  })
  // A suite that is left takes its feed along.
  window.addEventListener('pagehide', () => feed.close(), { once: true })
}

import type { Action } from './action.ts'

/** The picture on the whole screen, on black, and nothing else; again, or Escape, leaves it. */
export const fullViewer: Action = {
  id: 'full-viewer',
  title: 'Picture on the whole screen',
  verb: 'watch',
  run: (desk) => {
    const stage = document.querySelector('[data-stage]')
    const to = document.fullscreenElement ? document.exitFullscreen() : stage?.requestFullscreen()
    to?.catch(() => desk.say('The browser does not give the picture the whole screen.'))
  },
}

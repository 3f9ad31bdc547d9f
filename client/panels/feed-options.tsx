/** The clean feed in the viewer's options: its window, the LUT of the monitor it is on, and dither; and the label that says what it goes through. */
import { useContext, useEffect, useSyncExternalStore } from 'react'
import { Button } from '../controls/button.tsx'
import { type Monitor, monitorOf, type PutFinish } from '../state/monitor.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { type PairLine, PairLineContext } from '../viewer/pair-line.ts'
import { openFeed } from './feed.ts'
import { LutFile } from './lut-file.tsx'
import css from './viewer-options.module.css'

/** What is kept is in force from the first picture on. */
export function useMonitor(): Monitor {
  const monitor = monitorOf(useDesk())
  const line = useContext(PairLineContext)
  useEffect(() => {
    if (!line) return undefined
    void monitor.begin(putOn(line))
    return () => {
      line.finished = null
    }
  }, [monitor, line])
  return monitor
}

/** Answers come in the order of what was put. */
function putOn(line: PairLine): PutFinish {
  const waits: ((sentence: string | null) => void)[] = []
  line.finished = (sentence) => waits.shift()?.(sentence)
  return (dither, lut) =>
    new Promise((resolve) => {
      waits.push(resolve)
      line.finish({ kind: 'finish', dither, lut })
    })
}

const useMonitorValue = <T,>(monitor: Monitor, read: (monitor: Monitor) => T): T =>
  useSyncExternalStore(monitor.on, () => read(monitor))

/** Beside the picture, while a feed is open: the LUT that it alone goes through. */
export function FeedLabel({ monitor }: { readonly monitor: Monitor }) {
  const open = useDeskValue(['framing'], (d) => d.framing.feed[0] > 0)
  const name = useMonitorValue(monitor, ({ lut }) => (lut?.on ? lut.name : null))
  if (!open || name === null) return null
  return (
    <span
      className={css.through}
      title={`The clean feed goes through the monitor LUT “${name}”. The picture here, its proof, stills and other rooms do not.`}
    >
      Feed LUT: {name}
    </span>
  )
}

export function FeedOptions({ monitor }: { readonly monitor: Monitor }) {
  const desk = useDesk()
  const open = useDeskValue(['framing'], (d) => d.framing.feed[0] > 0)
  const lut = useMonitorValue(monitor, (m) => m.lut)
  const dither = useMonitorValue(monitor, (m) => m.dither)
  const sentence = useMonitorValue(monitor, (m) => m.sentence)
  return (
    <>
      <label
        className={css.row}
        title="Pictures at rest and the clean feed, so that no bands stand on 8-bit glass; digests, stills and numbers know nothing of it"
      >
        <span>
          <input type="checkbox" checked={dither} onChange={(e) => void monitor.setDither(e.currentTarget.checked)} />
          Dither
        </span>
      </label>
      <button
        type="button"
        className={css.row}
        title="The picture alone on black, in a window of its own: put it on the second display, double-click for full screen"
        onClick={() => openFeed(desk)}
      >
        <span>{open ? 'Clean feed: to the front' : 'Clean feed in a window'}</span>
      </button>
      <div
        className={`${css.row} ${css.wraps}`}
        title="The clean feed alone goes through it: not the picture here, no proof, no still, no other room"
      >
        {lut ? (
          <label className={css.lut}>
            <input
              type="checkbox"
              aria-label={`Monitor LUT ${lut.name} on the clean feed`}
              checked={lut.on}
              onChange={(e) => void monitor.turn(e.currentTarget.checked)}
            />
            <span>LUT: {lut.name}</span>
          </label>
        ) : (
          <span>Monitor LUT of the feed</span>
        )}
        <span className={css.buttons}>
          <LutFile
            name="Monitor LUT file"
            title={lut ? 'Replace …' : 'Load …'}
            take={(name, bytes) => monitor.take(name, bytes)}
          />
          {lut && <Button press={() => void monitor.remove()}>Remove</Button>}
        </span>
      </div>
      {sentence !== null && (
        <p className={css.note} role="alert">
          {sentence}
        </p>
      )}
    </>
  )
}

/** The picture for React: a loop for a desk, the canvas it draws on, and what may be said of it elsewhere on the screen. */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Clip } from '../../shared/doc/session.ts'
import type { Desk } from '../state/desk.ts'
import { CompareContext } from './compare.tsx'
import type { CompareLoop } from './compare-loop.ts'
import type { MediaAtHand } from './courier.ts'
import { CanvasEasel, PaneEasel } from './easel.ts'
import { followFraming } from './follow-framing.ts'
import type { PictureLoop } from './loop.ts'
import type { Speed } from './pace.ts'
import { type PairLine, PairLineContext } from './pair-line.ts'
import type { Probe } from './probe.ts'
import { ProbeContext } from './probe-context.ts'
import { ScopeContext, type ScopeLoop } from './scope-loop.ts'
import { startLoop } from './start.ts'

const PictureContext = createContext<PictureLoop | null>(null)

export interface PictureProviderProps {
  readonly desk: Desk
  readonly media: MediaAtHand
  readonly children: ReactNode
}

/** Runs the loop of a desk for as long as it is mounted. */
export function PictureProvider({ desk, media, children }: PictureProviderProps) {
  const [running, setRunning] = useState<{
    readonly loop: PictureLoop
    readonly scopes: ScopeLoop
    readonly pairs: PairLine
  } | null>(null)
  const [compare, setCompare] = useState<CompareLoop | null>(null)
  const [probe, setProbe] = useState<Probe | null>(null)
  useEffect(() => {
    const started = startLoop(desk, media, { compare: setCompare, probe: setProbe })
    setRunning(started)
    return () => {
      started.stop()
      setCompare(null)
      setProbe(null)
    }
  }, [desk, media])
  return (
    <PictureContext value={running?.loop ?? null}>
      <CompareContext value={compare}>
        <ScopeContext value={running?.scopes ?? null}>
          <ProbeContext value={probe}>
            <PairLineContext value={running?.pairs ?? null}>{children}</PairLineContext>
          </ProbeContext>
        </ScopeContext>
      </CompareContext>
    </PictureContext>
  )
}

/** The canvas: over what of the picture's box can be seen, one of its pixels to one of the device. */
export function Stage() {
  const loop = useContext(PictureContext)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!loop || !canvas.current) return
    const easel = new PaneEasel(canvas.current, loop.desk.framing)
    const detach = loop.attach(easel)
    const stop = followFraming(loop.desk, easel, () => loop.resized())
    return () => {
      stop()
      detach()
    }
  }, [loop])
  return <canvas ref={canvas} width={0} height={0} aria-label="Picture" data-testid="canvas" />
}

/** A clip's first frame, small, drawn by the same engine while it can be seen. */
export function Thumb({ clip }: { readonly clip: Clip }) {
  const loop = useContext(PictureContext)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (!loop || !element) return
    const easel = new CanvasEasel(element)
    const { width, height } = loop.desk.suite.session.timeline
    let takeDown: (() => void) | null = null
    const stop = easel.follow(() => {
      takeDown?.()
      takeDown = loop.thumbs.hang(clip.id, easel)
    }, width / height)
    const sight = new IntersectionObserver(([entry]) => {
      takeDown?.()
      takeDown = entry?.isIntersecting ? loop.thumbs.hang(clip.id, easel) : null
    })
    sight.observe(element)
    return () => {
      sight.disconnect()
      stop()
      takeDown?.()
    }
  }, [loop, clip.id])
  return (
    <canvas
      ref={canvas}
      width={0}
      height={0}
      style={{ width: '100%', height: '100%', objectFit: 'cover', display: 'block' }}
    />
  )
}

const nothing = () => {}

function useLoop<T>(kind: 'state' | 'speed', read: (loop: PictureLoop | null) => T): T {
  const loop = useContext(PictureContext)
  return useSyncExternalStore(
    (hear) => loop?.on(kind, hear) ?? nothing,
    () => read(loop),
  )
}

/** Frames a second as shown and whether the last second left one out; null while stopped. */
export const useSpeed = (): Speed | null => useLoop('speed', (loop) => loop?.speed ?? null)

/** Why there is no picture or what is wrong with it, one sentence to show beside it; null where all is well. */
export const usePictureSentence = (): string | null => useLoop('state', (loop) => loop?.sentence ?? null)

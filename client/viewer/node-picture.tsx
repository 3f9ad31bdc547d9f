/** The picture of a node for React: a canvas in its box, all of a graph sharing one queue. */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import type { Level, NodeId } from '../../shared/doc/grade.ts'
import { useDesk } from '../state/use-desk.ts'
import { CanvasEasel } from './easel.ts'
import { NodePictures } from './node-pictures.ts'
import { PairLineContext } from './pair-line.ts'

const NodePicturesContext = createContext<NodePictures | null>(null)

/** The queue of the graph within, for as long as `on`. */
export function NodePicturesProvider({ on, children }: { readonly on: boolean; readonly children: ReactNode }) {
  const desk = useDesk()
  const line = useContext(PairLineContext)
  const [pictures, setPictures] = useState<NodePictures | null>(null)
  useEffect(() => {
    if (!line || !on) return undefined
    const made = new NodePictures({ desk, line, now: () => performance.now() })
    let frame = requestAnimationFrame(function beat() {
      made.tick()
      frame = requestAnimationFrame(beat)
    })
    const press = (e: PointerEvent) => made.hold(e.type === 'pointerdown')
    const kinds = ['pointerdown', 'pointerup', 'pointercancel'] as const
    for (const kind of kinds) window.addEventListener(kind, press, { capture: true })
    setPictures(made)
    return () => {
      cancelAnimationFrame(frame)
      for (const kind of kinds) window.removeEventListener(kind, press, { capture: true })
      made.close()
      setPictures(null)
    }
  }, [desk, line, on])
  return <NodePicturesContext value={pictures}>{children}</NodePicturesContext>
}

/** Fills the box it stands in with what comes out of the node, in the timeline's shape. */
export function NodePicture({ level, node }: { readonly level: Level; readonly node: NodeId }) {
  const desk = useDesk()
  const pictures = useContext(NodePicturesContext)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!pictures || !canvas.current) return undefined
    const { style } = canvas.current
    const drawn = new CanvasEasel(canvas.current)
    const { width, height } = desk.suite.session.timeline
    // Until it is drawn the box stays grey: black would be a picture.
    const stop = drawn.follow(() => {
      style.visibility = 'hidden'
    }, width / height)
    const takeDown = pictures.hang(level, node, {
      get size() {
        return drawn.size
      },
      put(pixels, size) {
        drawn.put(pixels, size)
        style.visibility = 'visible'
      },
      clear: () => drawn.clear(),
    })
    return () => {
      stop()
      takeDown()
    }
  }, [pictures, desk, level, node])
  return <canvas ref={canvas} width={0} height={0} data-node-picture={node} />
}

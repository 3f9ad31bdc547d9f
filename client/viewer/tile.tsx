/** A small picture for React: a canvas that is drawn while it can be seen. All of a screen share one queue. */
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useDesk } from '../state/use-desk.ts'
import { CanvasEasel } from './easel.ts'
import { PairLineContext } from './pair-line.ts'
import css from './tile.module.css'
import { type Subject, Tiles } from './tiles.ts'

const TilesContext = createContext<Tiles | null>(null)

/** The queue of the pictures within, for as long as it stands. */
export function TilesProvider({ children }: { readonly children: ReactNode }) {
  const { suite } = useDesk()
  const line = useContext(PairLineContext)
  const [tiles, setTiles] = useState<Tiles | null>(null)
  useEffect(() => {
    if (!line) return undefined
    const made = new Tiles({ suite, line, now: () => performance.now() })
    let frame = 0
    const beat = () => {
      made.tick()
      frame = requestAnimationFrame(beat)
    }
    frame = requestAnimationFrame(beat)
    setTiles(made)
    return () => {
      cancelAnimationFrame(frame)
      made.close()
      setTiles(null)
    }
  }, [suite, line])
  return <TilesContext value={tiles}>{children}</TilesContext>
}

export const useTiles = (): Tiles | null => useContext(TilesContext)

/** What a tile shows: named, so that it is asked for again only when it is another; a content may have to come first. */
export interface TileOf {
  readonly name: string
  /** Asked when the tile can first be seen. A sentence where there is none. */
  readonly load: () => Subject | Promise<Subject | string>
}

export interface TileProps {
  readonly of: TileOf
  /** Width over height of the picture; the canvas is cropped to its box. */
  readonly shape: number
}

/** Fills the box it stands in; where there is no picture, the sentence why. */
export function Tile({ of, shape }: TileProps) {
  const tiles = useTiles()
  const canvas = useRef<HTMLCanvasElement>(null)
  const latest = useRef(of)
  latest.current = of
  const [sentence, setSentence] = useState<string | null>(null)
  const { name } = of
  useEffect(() => {
    const element = canvas.current
    if (!tiles || !element || latest.current.name !== name) return undefined
    const easel = new CanvasEasel(element)
    let takeDown: (() => void) | null = null
    let seen = false
    let subject: Subject | null = null
    let gone = false
    const hang = () => {
      takeDown?.()
      takeDown = seen && subject ? tiles.hang(subject, easel, setSentence) : null
    }
    const see = async () => {
      const found = await latest.current.load()
      if (gone) return
      if (typeof found === 'string') setSentence(found)
      else {
        subject = found
        hang()
      }
    }
    const stop = easel.follow(hang, shape)
    const sight = new IntersectionObserver(([entry]) => {
      const now = entry?.isIntersecting ?? false
      if (now === seen) return
      seen = now
      if (seen && !subject) void see()
      else hang()
    })
    sight.observe(element)
    return () => {
      gone = true
      sight.disconnect()
      stop()
      takeDown?.()
    }
  }, [tiles, name, shape])
  return (
    <span className={css.tile}>
      <canvas ref={canvas} width={0} height={0} />
      {sentence !== null && <span className={css.sentence}>{sentence}</span>}
    </span>
  )
}

/** The pixel under the pointer, in the viewer's header: its place, and its code values without the grade and with it. */
import { useEffect, useState } from 'react'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { followPixel } from '../viewer/pointed.ts'
import { useProbe } from '../viewer/probe-context.ts'
import { pixelWords } from '../words/pixel-words.ts'
import css from './viewer.module.css'

export function PixelData() {
  const desk = useDesk()
  const probe = useProbe()
  const on = useDeskValue(['framing'], (d) => d.framing.data)
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const [text, setText] = useState('')
  useEffect(() => {
    if (!probe || !on) return undefined
    const stop = followPixel(desk, probe, false, (pointed) =>
      setText(pointed ? pixelWords(pointed.at, [width, height], pointed.pixel) : ''),
    )
    return () => {
      stop()
      setText('')
    }
  }, [desk, probe, on, width, height])
  return (
    <output
      className={`${css.data} numbers`}
      aria-label="Pixel under the pointer"
      title="Pixel of the timeline under the pointer; red, green and blue in 10-bit code values without the grade, and with it"
    >
      {text}
    </output>
  )
}

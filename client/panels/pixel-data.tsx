/** The pixel under the pointer, in the viewer's header: its place, and its code values without the grade and with it. */
import { useEffect, useState } from 'react'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { useProbe } from '../viewer/use-probe.ts'
import { pixelWords } from '../words/pixel-words.ts'
import css from './viewer.module.css'

export function PixelData() {
  const desk = useDesk()
  const { framing } = desk
  const probe = useProbe()
  const on = useDeskValue(['framing'], (d) => d.framing.data)
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const [text, setText] = useState('')
  useEffect(() => {
    if (!probe || !on) return undefined
    let over = false
    let asking = false
    let again = false
    const ask = async () => {
      if (asking) {
        again = true
        return
      }
      const at = framing.pointer
      if (!at) return setText('')
      asking = true
      const pixel = await probe.pixel(...at)
      asking = false
      if (over) return
      setText(framing.pointer && pixel ? pixelWords(at, [width, height], pixel) : '')
      if (again) {
        again = false
        void ask()
      }
    }
    const hear = () => void ask()
    const stops = [
      framing.onPointer(hear),
      probe.onShown(hear),
      ...(['frame', 'play'] as const).map((kind) => desk.on(kind, hear)),
    ]
    return () => {
      over = true
      setText('')
      for (const stop of stops) stop()
    }
  }, [desk, framing, probe, on, width, height])
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

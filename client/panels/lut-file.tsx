/** A button that has a LUT file chosen and read; one that cannot be read is said in the foot. */
import { useRef } from 'react'
import { lutFormats } from '../../shared/lut/read-lut.ts'
import { Button } from '../controls/button.tsx'
import { useDesk } from '../state/use-desk.ts'

const accepted = lutFormats.map(({ extension }) => `.${extension}`).join(',')

export interface LutFileProps {
  /** Of the choice, for assistive technology. */
  readonly name: string
  readonly title: string
  readonly disabled?: boolean
  /** What is done with it. */
  readonly take: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>
}

export function LutFile({ name, title, disabled = false, take }: LutFileProps) {
  const desk = useDesk()
  const input = useRef<HTMLInputElement>(null)
  const read = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return
    try {
      await take(chosen.name, new Uint8Array(await chosen.arrayBuffer()))
    } catch (error) {
      desk.say(`${chosen.name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accepted}
        aria-label={name}
        onChange={(e) => {
          const chosen = e.currentTarget.files?.[0]
          e.currentTarget.value = ''
          void read(chosen)
        }}
      />
      <Button disabled={disabled} press={() => input.current?.click()}>
        {title}
      </Button>
    </>
  )
}

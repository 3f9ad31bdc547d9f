/** The LUT of a node: out of those the session has, or a file from here, which goes to the session first. */

import { useRef, useState } from 'react'
import { opDocs } from '../../shared/doc/op-docs.ts'
import { lutFormats } from '../../shared/lut/read-lut.ts'
import { Button } from '../controls/button.tsx'
import type { Control } from '../state/palette.ts'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import css from './lut-pick.module.css'
import { useChoice } from './use-grip.ts'

const accepted = lutFormats.map(({ extension }) => `.${extension}`).join(',')

export interface LutPickProps {
  readonly control: Control
  readonly disabled: boolean
}

export function LutPick({ control: { op, param }, disabled }: LutPickProps) {
  const desk = useDesk()
  const list = useSuiteValue(['session'], (suite) => suite.luts.list)
  const { value, choose } = useChoice(op.id, param)
  const file = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const known = list.some(({ blob }) => blob === value)

  async function load(chosen: File | undefined): Promise<void> {
    if (!chosen) return
    setBusy(true)
    try {
      const answer = await desk.suite.luts.put(chosen.name, new Uint8Array(await chosen.arrayBuffer()))
      if (answer.ok) choose((answer.value as { readonly blob: string }).blob)
      else desk.say(answer.refusal.sentence)
    } catch (error) {
      desk.say(`${chosen.name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className={css.lut}>
      <span title={opDocs[`${op.id}.${param.id}`]}>{param.title}</span>
      <select
        className={css.menu}
        aria-label={param.title}
        value={value}
        disabled={disabled || busy}
        onChange={(e) => choose(e.currentTarget.value)}
      >
        <option value="">None</option>
        {!known && value !== '' && <option value={value}>{`${value.slice(0, 8)} (not in this session)`}</option>}
        {list.map(({ blob, name }) => (
          <option key={blob} value={blob}>
            {name}
          </option>
        ))}
      </select>
      <input
        ref={file}
        type="file"
        hidden
        accept={accepted}
        aria-label="LUT file"
        onChange={(e) => {
          const chosen = e.currentTarget.files?.[0]
          e.currentTarget.value = ''
          void load(chosen)
        }}
      />
      <Button disabled={disabled || busy} press={() => file.current?.click()}>
        {busy ? 'Sending …' : 'Load file …'}
      </Button>
    </div>
  )
}

/** The LUT of a node: out of those the session has, or a file from here, which goes to the session first. */

import { useState } from 'react'
import { opDocs } from '../../shared/doc/op-docs.ts'
import type { Control } from '../state/palette.ts'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { LutFile } from './lut-file.tsx'
import css from './lut-pick.module.css'
import { useChoice } from './use-grip.ts'

export interface LutPickProps {
  readonly control: Control
  readonly disabled: boolean
}

export function LutPick({ control: { op, param }, disabled }: LutPickProps) {
  const desk = useDesk()
  const list = useSuiteValue(['session'], (suite) => suite.luts.list)
  const { value, choose } = useChoice(op.id, param)
  const [busy, setBusy] = useState(false)
  const known = list.some(({ blob }) => blob === value)

  async function load(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    setBusy(true)
    try {
      const answer = await desk.suite.luts.put(name, bytes)
      if (answer.ok) choose((answer.value as { readonly blob: string }).blob)
      else desk.say(answer.refusal.sentence)
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
      <LutFile name="LUT file" title={busy ? 'Sending …' : 'Load file …'} disabled={disabled || busy} take={load} />
    </div>
  )
}

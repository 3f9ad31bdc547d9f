/** The curves of an operator, one on show at a time: hue curves over the hues, the others over saturation or luma. */

import { useState } from 'react'
import { opDocs } from '../../shared/doc/op-docs.ts'
import type { OpFace } from '../../shared/doc/op-faces.ts'
import type { Param } from '../../shared/op/param.ts'
import { valueAt } from '../../shared/op/spline.ts'
import { Button } from '../controls/button.tsx'
import { Curve, type CurveProps } from '../controls/curve.tsx'
import { Diamond } from '../controls/diamond.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { addPoint, isRound, pickThree, splineOf } from '../hand/curve.ts'
import type { Grip } from '../hand/grip.ts'
import { hsyOf } from '../hand/qualify.ts'
import { useScrub } from '../hand/use-scrub.ts'
import { Pipette, RotateCcw } from '../icons/index.ts'
import type { Desk } from '../state/desk.ts'
import { type Control, controlName } from '../state/palette.ts'
import type { Picker } from '../state/palette-view.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { useProbe } from '../viewer/probe-context.ts'
import { words } from '../words/words.ts'
import css from './curves-palette.module.css'
import { PointFields } from './point-fields.tsx'
import { useGrip } from './use-grip.ts'

/** The six hues, in turns from magenta (shared/op/hsy.ts). */
const hues = ['Magenta', 'Red', 'Yellow', 'Green', 'Cyan', 'Blue'] as const
/** How far from a picked hue its two neighbours stand: half of what lies between two of the six. */
export const hueSpread = 1 / 12

/** What x is of a curve, by its definition. */
function groundOf(param: Param): NonNullable<CurveProps['ground']> {
  if (isRound(param)) return 'hue'
  return param.id.startsWith('sat-') ? 'sat' : param.id.startsWith('lum-') ? 'lum' : 'code'
}

export function CurveSet({ controls }: { readonly controls: readonly Control[] }) {
  const desk = useDesk()
  const curves = controls.filter(({ param }) => param.kind === 'curve')
  const open = useDeskValue(['palette'], (d) => d.palettes.hueCurve)
  const shown = curves.find((one) => controlName(one) === open) ?? curves[0]!
  return (
    <div className={css.body}>
      <div className={css.bar}>
        <fieldset className={css.channels} aria-label="Curve">
          {curves.map((one) => (
            <Button
              key={controlName(one)}
              pressed={one === shown}
              title={opDocs[controlName(one)]}
              press={() => desk.palettes.setHueCurve(controlName(one))}
            >
              {one.param.title}
            </Button>
          ))}
        </fieldset>
      </div>
      <OneCurve key={controlName(shown)} control={shown} />
    </div>
  )
}

/** Picks points on the line where the picture stands: three at a hue, one at a saturation or luma. */
function pickerOf(desk: Desk, op: OpFace, param: Param, grip: Grip, placed: (point: number) => void): Picker {
  const ground = groundOf(param)
  return {
    id: `curve-${param.id}`,
    title: `Pick ${isRound(param) ? 'points' : 'a point'} of ${param.title}`,
    begin: () => {
      const from = (desk.node?.controls.get(`${op.id}.${param.id}`) as readonly number[] | undefined) ?? param.neutral
      const held = grip()
      if (!held) return null
      let done = false
      return {
        take: (colour) => {
          const [hue, sat, luma] = hsyOf(colour)
          const x = ground === 'sat' ? Math.min(sat, 1) : luma
          const added =
            ground === 'hue'
              ? pickThree(param, from, hue, hueSpread)
              : addPoint(param, from, x, valueAt(splineOf(param, from), x))
          if (!added) return
          held.set(added.tuple)
          placed(added.index)
          done = true
        },
        end: () => held[done ? 'commit' : 'discard'](),
        abort: () => held.discard(),
      }
    },
  }
}

function OneCurve({ control: { op, param } }: { readonly control: Control }) {
  const desk = useDesk()
  const disabled = desk.suite.role !== 'colorist'
  const picker = useDeskValue(['palette'], (d) => d.palettes.picker?.id)
  const probe = useProbe()
  const [chosen, choose] = useState<number | null>(null)
  const gripped = useGrip(op.id, param)
  const { value, grip } = gripped
  const scrub = useScrub(grip, value)
  const pick = (hue: number) => {
    const picked = pickThree(param, value, hue, hueSpread)
    if (!picked) return
    if (picked.tuple !== value) scrub.put(picked.tuple)
    choose(picked.index)
  }
  return (
    <>
      <div className={css.bar}>
        {isRound(param) && (
          <fieldset className={css.hues} aria-label="Points at a hue">
            {hues.map((hue, i) => (
              <button
                key={hue}
                type="button"
                title={`Points at ${hue.toLowerCase()}`}
                aria-label={`Points at ${hue.toLowerCase()}`}
                disabled={disabled}
                onMouseDown={(e) => e.preventDefault()}
                onClick={() => pick(i / 6)}
              >
                <span data-hue={hue.toLowerCase()} />
              </button>
            ))}
          </fieldset>
        )}
        <IconButton
          icon={Pipette}
          title={isRound(param) ? 'Pick three points from the picture' : 'Pick a point from the picture'}
          pressed={picker === `curve-${param.id}`}
          disabled={disabled || !probe}
          press={() => desk.palettes.pick(pickerOf(desk, op, param, grip, choose))}
        />
        <Diamond mark={gripped.mark} />
        <PointFields param={param} gripped={gripped} chosen={chosen} disabled={disabled} />
        <div className="end">
          <IconButton
            icon={RotateCcw}
            title={words.resetOf(param.title)}
            disabled={disabled}
            press={() => {
              choose(null)
              scrub.put(param.neutral)
            }}
          />
        </div>
      </div>
      <div className={css.main}>
        <Curve
          param={param}
          name={param.title}
          {...gripped}
          ground={groundOf(param)}
          chosen={chosen}
          choose={choose}
          disabled={disabled}
        />
      </div>
    </>
  )
}

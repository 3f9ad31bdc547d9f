/** The qualifier: how the key is taken, eyedroppers, a bar and numbers for each range, and what refines the matte. */

import { useMemo } from 'react'
import { opDocs } from '../../shared/doc/op-docs.ts'
import type { Param } from '../../shared/op/param.ts'
import { Choice } from '../controls/choice.tsx'
import { Diamond } from '../controls/diamond.tsx'
import { Field } from '../controls/field.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { RangeBar, type RangeBarProps } from '../controls/range-bar.tsx'
import {
  arc,
  type Band,
  bandsOf,
  type Colour,
  hueOf,
  isBandPart,
  type Mode,
  picked,
  type Sampling,
} from '../hand/qualify.ts'
import { type Tuple, useScrub } from '../hand/use-scrub.ts'
import { resetField } from '../hand/wheel.ts'
import { Highlighter, Minus, Pipette, Plus } from '../icons/index.ts'
import type { Desk } from '../state/desk.ts'
import { paletteOf } from '../state/palette.ts'
import type { Picker } from '../state/palette-view.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { useProbe } from '../viewer/probe-context.ts'
import { MatteFinesse } from './key-palette.tsx'
import css from './qualifier-palette.module.css'
import { useAction } from './use-actions.ts'
import { holdControls, useChoice, useGrip, useJoined } from './use-grip.ts'

const { controls } = paletteOf('qualifier')
const { op } = controls[0]!
const mode = op.params.mode!
const turned = op.params.invert!
/** What is left of the operator beside its ranges: the clips of its key. */
const clips = controls.filter(
  ({ op: one, param }) => one !== op || (!isBandPart(param) && ![mode, turned].includes(param)),
)

const grounds = { hue: 'hue', sat: 'sat', lum: 'lum', red: 'red', green: 'green', blue: 'blue' } as const
type BandId = keyof typeof grounds
const parts = (id: BandId): readonly Param[] =>
  (id === 'hue'
    ? ['hue-center', 'hue-width', 'hue-soft']
    : [`${id}-low`, `${id}-high`, `${id}-low-soft`, `${id}-high-soft`]
  ).map((name) => op.params[name]!)
const bandParts = Object.fromEntries((Object.keys(grounds) as BandId[]).map((id) => [id, parts(id)])) as Record<
  BandId,
  readonly Param[]
>

/** Numbers of a range as a band, and back. */
const hueBar: Pick<RangeBarProps, 'bandOf' | 'tupleOf'> = {
  bandOf: ([center, width, soft]) => arc(center!, width!, soft!),
  // Softness is one number on both sides: the side that was dragged says it.
  tupleOf: (band, [, , soft]) => hueOf({ ...band, under: band.over === soft ? band.under : band.over }),
}
const plainBar: Pick<RangeBarProps, 'bandOf' | 'tupleOf'> = {
  bandOf: ([low, high, under, over]) => ({ low: low!, high: high!, under: under!, over: over! }),
  tupleOf: ({ low, high, under, over }: Band) => [low, high, under, over],
}

const samplings: readonly { readonly how: Sampling; readonly title: string; readonly icon: typeof Plus }[] = [
  { how: 'take', title: 'Pick from the picture', icon: Pipette },
  { how: 'add', title: 'Pick and add', icon: Plus },
  { how: 'cut', title: 'Pick and cut off', icon: Minus },
]

/** An eyedropper: every colour under the pointer goes into one pick, one undo step. With no mode set yet it is HSL. */
function pickerOf(desk: Desk, how: Sampling, title: string): Picker {
  return {
    id: `qualifier-${how}`,
    title,
    begin: () => {
      const node = desk.node
      const value = (control: string) => node?.controls.get(`${op.id}.${control}`)?.[0]
      const set = value('mode') as string | undefined
      const by: Mode = set === 'rgb' || set === 'luma' ? set : 'hsl'
      const now = (control: string) => (value(control) as number | undefined) ?? op.params[control]!.neutral[0]!
      const held = holdControls(desk, op.id, Object.values(op.params), title)
      if (!held) return null
      const samples: Colour[] = []
      return {
        take: (colour) => {
          samples.push(colour)
          const numbers = picked(by, set === undefined || set === 'off' ? 'take' : how, samples, now)
          held.set(
            new Map<string, readonly (number | string)[]>([
              ['mode', [by]],
              ...[...numbers].map(([id, v]) => [id, [v]] as const),
            ]),
          )
        },
        end: () => held[samples.length > 0 ? 'commit' : 'discard'](),
        abort: () => held.discard(),
      }
    },
  }
}

export function QualifierPalette() {
  const desk = useDesk()
  const disabled = desk.suite.role !== 'colorist'
  const taken = useChoice(op.id, mode)
  const inverted = useChoice(op.id, turned)
  const picker = useDeskValue(['palette'], (d) => d.palettes.picker?.id)
  const probe = useProbe()
  const by = taken.value as Mode | 'off'
  return (
    <div className={css.body}>
      <div className={css.bar}>
        <Choice param={mode} says={(id) => opDocs[`${op.id}.${mode.id}.${id}`]} disabled={disabled} {...taken} />
        <div className={css.group}>
          {samplings.map(({ how, title, icon }) => (
            <IconButton
              key={how}
              icon={icon}
              title={title}
              pressed={picker === `qualifier-${how}`}
              disabled={disabled || !probe}
              press={() => desk.palettes.pick(pickerOf(desk, how, title))}
            />
          ))}
        </div>
        <Views />
        <div className={css.invert}>
          <span>{turned.title}</span>
          <Choice
            param={turned}
            says={(id) => opDocs[`${op.id}.${turned.id}.${id}`]}
            disabled={disabled}
            {...inverted}
          />
        </div>
      </div>
      {by === 'off' ? (
        <p className={css.none}>Choose how the key is taken, or pick from the picture.</p>
      ) : (
        <div className={css.bands}>
          {bandsOf[by].map((id) => (
            <BandRow key={id} id={id} disabled={disabled} />
          ))}
        </div>
      )}
      <div className={css.rest}>
        <MatteFinesse clips={clips} />
      </div>
    </div>
  )
}

/** Highlight and matte, views of one's own. */
export function Views() {
  const shown = useDeskValue(['view'], (d) => d.highlight)
  const [highlight, matte] = [useAction('highlight'), useAction('highlight-matte')]
  return (
    <div className={css.group}>
      <IconButton
        icon={Highlighter}
        title={highlight.title}
        keys={highlight.keys}
        pressed={shown === 'highlight'}
        press={highlight.press}
      />
      <button
        type="button"
        className={css.matte}
        aria-pressed={shown === 'matte'}
        title={`${matte.title}  ${matte.keys}`}
        onMouseDown={(e) => e.preventDefault()}
        onClick={matte.press}
      >
        Matte
      </button>
    </div>
  )
}

const titles: Readonly<Record<BandId, string>> = {
  hue: 'Hue',
  sat: 'Sat',
  lum: 'Lum',
  red: 'Red',
  green: 'Green',
  blue: 'Blue',
}

function BandRow({ id, disabled }: { readonly id: BandId; readonly disabled: boolean }) {
  const params = bandParts[id]
  const { value, grip, mark } = useJoined(op.id, params, titles[id])
  const scrub = useScrub(grip, value)
  const rest = useMemo<Tuple>(() => params.map((param) => param.neutral[0]!), [params])
  return (
    <div className={css.band}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: Delete on the fields does the same */}
      <span
        className={css.name}
        title={`${titles[id]}: double-click for all of it`}
        onDoubleClick={() => !disabled && scrub.put(rest)}
      >
        <Diamond mark={mark} />
        {titles[id]}
      </span>
      <RangeBar
        value={value}
        grip={grip}
        ground={grounds[id]}
        round={id === 'hue'}
        disabled={disabled}
        title={`${titles[id]}: drag an end, the softness beyond it, or the whole`}
        {...(id === 'hue' ? hueBar : plainBar)}
      />
      {params.map((param) => (
        <Part key={param.id} param={param} disabled={disabled} />
      ))}
      {params.length < 4 && <span className={css.part} />}
    </div>
  )
}

/** One number of a range, its meaning as a caption. */
function Part({ param, disabled }: { readonly param: Param; readonly disabled: boolean }) {
  const { value, grip } = useGrip(op.id, param)
  const scrub = useScrub(grip, value)
  return (
    <div className={css.part} title={opDocs[`${op.id}.${param.id}`]}>
      <Field param={param} index={0} value={value} scrub={scrub} name={param.title} disabled={disabled} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: Delete on the field does the same */}
      <span className={css.caption} onDoubleClick={() => !disabled && scrub.put(resetField(param, value, 0))}>
        {param.title.split(' ').slice(1).join(' ')}
      </span>
    </div>
  )
}

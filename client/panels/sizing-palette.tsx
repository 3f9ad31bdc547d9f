/** Sizing and blanking: how the clip comes in, what a node does, where the finished picture stands, and what of it is black. */
import { useCallback, useMemo } from 'react'
import type { Blanking, Value } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import { clipVersion } from '../../shared/doc/read.ts'
import { lockOrLift } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Slider } from '../controls/slider.tsx'
import { commitBurst } from '../hand/burst.ts'
import type { Grip } from '../hand/grip.ts'
import { CaretsToAxisDashedHorizontal, CaretsToAxisDashedVertical } from '../icons/index.ts'
import { lockAt, lockWords } from '../state/lock-at.ts'
import { paletteOf } from '../state/palette.ts'
import {
  blankingFor,
  blankingParts,
  blankingShapes,
  numbersOf,
  outputLevel,
  placeParts,
  type SizingControl,
  type SizingPart,
  shapeOf,
  sizingRests,
  withNumbers,
} from '../state/sizing-parts.ts'
import { useControl, useDesk, useDeskValue, useKeyMark, useSuiteValue } from '../state/use-desk.ts'
import { OpPalette } from './op-palette.tsx'
import css from './sizing-palette.module.css'
import { hold } from './use-grip.ts'

export function SizingPalette() {
  const desk = useDesk()
  const disabled = desk.suite.role !== 'colorist'
  const whose = useDeskValue(['node', 'clip'], (d) => (d.level === 't' ? 'timeline' : 'clip'))
  return (
    <div className={css.body}>
      {whose === 'clip' && (
        <section className={css.group} aria-label="Input sizing">
          <h3>
            Input <LockSizing />
          </h3>
          <Fit disabled={disabled} />
          <Numbers control="input" parts={placeParts} disabled={disabled} />
          <Flips control="input" disabled={disabled} />
        </section>
      )}
      <section className={css.group} aria-label="Output sizing">
        <h3>{whose === 'clip' ? 'Output' : 'Output of the timeline'}</h3>
        <Numbers control="output" parts={placeParts} disabled={disabled} />
        <Flips control="output" disabled={disabled} />
      </section>
      <section className={css.group} aria-label="Blanking">
        <h3>{whose === 'clip' ? 'Blanking' : 'Blanking of the timeline'}</h3>
        <Shape disabled={disabled} />
        <Numbers control="blanking" parts={blankingParts} disabled={disabled} />
      </section>
      <section className={css.group} aria-label="Node sizing">
        <h3>Node</h3>
        <div className={css.node}>
          <OpPalette controls={paletteOf('sizing').controls} dense />
        </div>
      </section>
    </div>
  )
}

/** A stored tuple of the level's sizing, and what takes hold of it. */
function useSizing(control: SizingControl) {
  const desk = useDesk()
  const rest: Value = sizingRests[control]
  const level = useDeskValue(['node', 'clip'], (d) => (d.level && d.clip ? outputLevel(d.level, d.clip.id) : null))
  const key = useDeskValue(['node', 'clip', 'graph'], (d) => {
    if (level === null) return null
    const version = level === 't' ? '0' : clipVersion(d.suite.drawn, level.slice(2))
    return printPath(level, version, 'sizing', control)
  })
  const value = useControl(key, rest)
  const take = useCallback(
    () => (key && level ? hold(desk, level, key, titles[control], rest) : null),
    [desk, key, level, control, rest],
  )
  const put = useCallback(
    (next: Value) => {
      commitBurst()
      const held = take()
      held?.set(next)
      held?.commit()
    },
    [take],
  )
  return { value, take, put, mark: useKeyMark(key) }
}
const titles = { input: 'Input sizing', output: 'Output sizing', blanking: 'Output blanking' } as const

interface PartsProps {
  readonly control: SizingControl
  readonly disabled: boolean
}

function Numbers({ control, parts, disabled }: PartsProps & { readonly parts: readonly SizingPart[] }) {
  const { value, take, mark } = useSizing(control)
  const numbers = useMemo(() => numbersOf(control, value), [control, value])
  const grip = useCallback<Grip>(() => {
    const held = take()
    return held && { ...held, set: (next) => held.set(withNumbers(control, value, next)) }
  }, [take, control, value])
  return parts.map(({ index, param }) => (
    <div key={param.id} className={css.number} title={param.doc}>
      <Slider param={param} index={index} value={numbers} grip={grip} mark={mark} disabled={disabled} />
    </div>
  ))
}

function Flips({ control, disabled }: PartsProps) {
  const { value, put } = useSizing(control)
  const first = value.length - 2
  return (
    <div className={css.word}>
      <span>Flip</span>
      {flips.map(([icon, title], i) => (
        <IconButton
          key={title}
          icon={icon}
          pressed={value[first + i] === true}
          disabled={disabled}
          title={title}
          press={() => put(value.with(first + i, value[first + i] !== true))}
        />
      ))}
    </div>
  )
}

const flips = [
  [CaretsToAxisDashedVertical, 'Left and right change places'],
  [CaretsToAxisDashedHorizontal, 'Top and bottom change places'],
] as const

const fits = [
  ['fit', 'Fit', 'All of it, with bars where it is of another shape'],
  ['fill', 'Fill', 'The whole frame, cut where it is of another shape'],
  ['one', '1:1', 'Pixel for pixel'],
] as const

function Fit({ disabled }: { readonly disabled: boolean }) {
  const { value, put } = useSizing('input')
  return (
    <div className={css.word}>
      <span className={css.scaling}>Scaling</span>
      {fits.map(([word, title, doc]) => (
        <Button
          key={word}
          pressed={value[0] === word}
          disabled={disabled}
          title={doc}
          press={() => value[0] !== word && put(value.with(0, word))}
        >
          {title}
        </Button>
      ))}
    </div>
  )
}

function Shape({ disabled }: { readonly disabled: boolean }) {
  const { value, put } = useSizing('blanking')
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const sides = value as unknown as Blanking
  const shape = shapeOf(sides, [width, height])
  const none = sides.every((v) => v === 0)
  return (
    <div className={css.word}>
      <span>Shape</span>
      <select
        aria-label="Blanking shape"
        disabled={disabled}
        value={none ? 'none' : (shape ?? 'own')}
        onChange={(e) => {
          const to = e.currentTarget.value
          put(to === 'none' ? sizingRests.blanking : blankingFor(Number(to), [width, height]))
          e.currentTarget.blur()
        }}
      >
        <option value="none">None</option>
        {!none && shape === null && <option value="own">Own</option>}
        {blankingShapes.map((one) => (
          <option key={one} value={one}>
            {one.toFixed(2)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Sizing is a region of its own: it is locked apart from colour. */
function LockSizing() {
  const desk = useDesk()
  const clip = useDeskValue(['clip'], (d) => d.clip?.id ?? null)
  const session = useSuiteValue(['session'], (s) => s.session)
  if (clip === null) return null
  const place = { clip, node: 'sizing' }
  const lock = lockAt(session, place)
  return (
    <Button
      pressed={lock !== null}
      title={lock ? lockWords(session, lock) : 'Lock the sizing of this clip, apart from its colour'}
      press={() => lockOrLift(desk, place)}
    >
      {lock ? 'Locked' : 'Lock'}
    </Button>
  )
}

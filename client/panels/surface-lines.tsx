/** What each part of one device does: a line each, to be changed, read otherwise or taken away. */
import { actions } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Trash2 } from '../icons/index.ts'
import { controlName, palettes } from '../state/palette.ts'
import { type Encoding, encodings, encodingTitles } from '../surface/midi.ts'
import type { Surfaces } from '../surface/surfaces.ts'
import { controls, controlTitle, parseTarget, placesOf, printTarget, type Target } from '../surface/target.ts'
import css from './surface-sheet.module.css'

interface Option {
  readonly value: string
  readonly title: string
}

const optionOf = (target: Exclude<Target, { kind: 'action' }>): Option => ({
  value: printTarget(target),
  title: controlTitle(target),
})

/** Every action, then every control by its palette, each once: for one that stands in several the first counts. */
const groups: readonly { readonly title: string; readonly options: readonly Option[] }[] = [
  { title: 'Actions', options: actions.map(({ id, title }) => ({ value: id, title })) },
  ...palettes.map((palette) => ({
    title: palette.title,
    options: controls
      .filter(
        (control) =>
          palettes.find((one) => one.controls.some((c) => controlName(c) === controlName(control))) === palette,
      )
      .flatMap((control) => [
        ...placesOf(control).map((place) => optionOf({ kind: 'move', control, place })),
        optionOf({ kind: 'rest', control, place: 'all' }),
      ]),
  })),
].filter(({ options }) => options.length > 0)

interface TargetChoiceProps {
  readonly name: string
  /** As `parseTarget` reads it; empty: nothing yet. */
  readonly value: string
  readonly choose: (to: string) => void
}

/** All that a part can do. */
export function TargetChoice({ name, value, choose }: TargetChoiceProps) {
  const listed = groups.some(({ options }) => options.some((one) => one.value === value))
  const target = parseTarget(value)
  return (
    <select aria-label={name} value={value} onChange={(e) => choose(e.currentTarget.value)}>
      {!listed && (
        <option value={value}>{target && target.kind !== 'action' ? controlTitle(target) : 'Choose…'}</option>
      )}
      {groups.map(({ title, options }) => (
        <optgroup key={title} label={title}>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.title}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

/** Speeds to choose from. */
const offered = [0.1, 0.2, 0.5, 1, 2, 5, 10]

/** `cc 1 7` as a person says it. */
export const partTitle = (part: string): string => {
  const [kind, channel, number] = part.split(' ')
  if (kind === 'cc') return `CC ${number}, ch ${channel}`
  return kind === 'note' ? `Note ${number}, ch ${channel}` : part
}

export function SurfaceLines({ surfaces, device }: { readonly surfaces: Surfaces; readonly device: string }) {
  const lines = surfaces.lines(device)
  const { pace } = surfaces.mapOf(device)
  return (
    <section className={css.device} aria-label={device}>
      <header className={css.head}>
        <h3>{device}</h3>
        <label className={css.pace}>
          Speed
          <select
            aria-label={`Speed of ${device}`}
            value={pace}
            onChange={(e) => surfaces.setPace(device, Number(e.currentTarget.value))}
          >
            {offered.map((times) => (
              <option key={times} value={times}>
                × {times}
              </option>
            ))}
          </select>
        </label>
        <Button press={() => surfaces.forget(device)}>Forget all</Button>
      </header>
      {lines.length === 0 && <p className="quiet">It does nothing yet: press Learn.</p>}
      <ul>
        {lines.map(({ part, to, as }) => (
          <li key={part} className={css.line}>
            <span>{partTitle(part)}</span>
            <TargetChoice
              name={`What ${partTitle(part)} does`}
              value={to}
              choose={(next) => surfaces.bind(device, part, { to: next, as })}
            />
            {part.startsWith('cc') && parseTarget(to)?.kind === 'move' && (
              <select
                aria-label={`How ${partTitle(part)} counts`}
                value={as}
                onChange={(e) => surfaces.bind(device, part, { to, as: e.currentTarget.value as Encoding })}
              >
                {encodings.map((one) => (
                  <option key={one} value={one}>
                    {encodingTitles[one]}
                  </option>
                ))}
              </select>
            )}
            <IconButton
              icon={Trash2}
              title={`Take away ${partTitle(part)}`}
              press={() => surfaces.bind(device, part, null)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

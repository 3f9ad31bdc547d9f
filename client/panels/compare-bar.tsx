/** How A and B are looked at, and how far they lie apart: buttons and numbers above the picture. */
import { Button } from '../controls/button.tsx'
import { type CompareMode, gains, isPair } from '../state/compare.ts'
import { useCompareValue, useDesk } from '../state/use-desk.ts'
import { tenBit } from '../viewer/difference.ts'
import css from './compare-bar.module.css'
import { useAction } from './use-actions.ts'

const modes: readonly (readonly [CompareMode, title: string, about: string])[] = [
  ['now', 'Now', 'The picture as every room has it'],
  ['snapshot', 'A alone', 'The snapshot, drawn here by the same engine'],
  ['wipe', 'Wipe', 'A left of the line or above it, B behind'],
  ['side', 'Side by side', 'A left, B right'],
  ['difference', 'Difference', 'How far each value of B lies from A’s'],
  ['blink', 'Blink', 'A and B by turns'],
]

export function CompareBar() {
  const { compare } = useDesk()
  const mode = useCompareValue(['view'], (c) => c.mode)
  const none = useCompareValue(['view'], (c) => c.a === null)
  const line = useCompareValue(['wipe'], (c) => c.wipe.line)
  const gain = useCompareValue(['view'], (c) => c.gain)
  const alone = useCompareValue(['view'], (c) => c.alone !== null)
  const action = useAction('compare')
  return (
    <div className={css.bar}>
      <div className={css.row} role="toolbar" aria-label="Ways to compare">
        {modes.map(([id, title, about]) => (
          <Button
            key={id}
            pressed={mode === id}
            disabled={none && id !== 'now'}
            press={() => compare.setMode(id)}
            title={id === 'wipe' ? `${about}  ${action.keys}` : about}
          >
            {title}
          </Button>
        ))}
        <div className={css.end}>
          {alone && (
            <Button pressed press={() => compare.setAlone(null)} title="Show B as it is again">
              One change alone
            </Button>
          )}
          {mode === 'wipe' && (
            <>
              <Button pressed={line === 'upright'} press={() => compare.setWipe({ line: 'upright' })}>
                A left
              </Button>
              <Button pressed={line === 'level'} press={() => compare.setWipe({ line: 'level' })}>
                A above
              </Button>
            </>
          )}
          {mode === 'difference' && (
            <>
              <span className="quiet">shown</span>
              {gains.map((times) => (
                <Button key={times} pressed={gain === times} press={() => compare.setGain(times)}>
                  {`× ${times}`}
                </Button>
              ))}
            </>
          )}
        </div>
      </div>
      <Numbers />
    </div>
  )
}

const codes = (value: number, decimals: number): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })

/** Counted on every value of the full 16-bit frames; while they are not there yet, no number. */
function Numbers() {
  const mode = useCompareValue(['view'], (c) => c.mode)
  const difference = useCompareValue(['pair'], (c) => c.pair?.difference ?? null)
  const drawn = useCompareValue(['pair'], (c) => c.pair !== null)
  const sentence = useCompareValue(['pair'], (c) => c.sentence)
  if (mode === 'now') return null
  const said = sentence ?? (drawn ? 'Drawing in full…' : '')
  return (
    <dl className={css.numbers} aria-label="How far A and B lie apart">
      {!isPair(mode) || !difference ? (
        <Figure title="" value={isPair(mode) ? said : (sentence ?? 'The snapshot as it was, drawn here.')} />
      ) : difference.count === 0 ? (
        <Figure title="" value={`Equal: not one of ${codes(difference.pixels, 0)} pixels differs.`} />
      ) : (
        <>
          <Figure
            title="Max"
            value={`${codes(tenBit(difference.max), 1)} of 1,023 · ${codes(difference.max, 0)} of 65,535`}
            more={difference.at ? `at ${difference.at[0]}, ${difference.at[1]} ${difference.at[2]}` : ''}
          />
          <Figure
            title="Mean"
            value={`${codes(tenBit(difference.mean), 2)} of 1,023 · ${codes(difference.mean, 1)} of 65,535`}
          />
          <Figure
            title="Pixels that differ"
            value={codes(difference.count, 0)}
            more={`${codes((100 * difference.count) / difference.pixels, difference.count === difference.pixels ? 0 : 2)} %`}
          />
        </>
      )}
    </dl>
  )
}

const Figure = ({ title, value, more = '' }: { title: string; value: string; more?: string }) => (
  <div>
    <dt className={title === '' ? 'unseen' : undefined}>{title === '' ? 'Word' : title}</dt>
    <dd className="numbers">
      {value}
      {more !== '' && <span className="quiet"> {more}</span>}
    </dd>
  </div>
)

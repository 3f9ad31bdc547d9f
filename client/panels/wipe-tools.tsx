/** Wipe, split screen and lightbox in the viewer's header: whether, against what, in which shape. */
import { useContext, useRef } from 'react'
import { versionsOf } from '../../shared/doc/versions.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { CaretsToAxisDashedVertical, LayoutGrid } from '../icons/index.ts'
import { gains } from '../state/compare.ts'
import { type SplitKind, splitKinds } from '../state/gallery.ts'
import { movieId, type Reference } from '../state/reference.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { PairLineContext } from '../viewer/pair-line.ts'
import { splitTitles } from './subjects.ts'
import { useAction } from './use-actions.ts'
import { useGallery, useGalleryValue } from './use-gallery.ts'
import css from './wipe-tools.module.css'

export function WipeTools() {
  const desk = useDesk()
  const [wipe, split, lightbox] = [useAction('compare'), useAction('split-screen'), useAction('lightbox')]
  const on = useCompareValue(['view'], (c) => c.mode !== 'now')
  const cover = useDeskValue(['view'], (d) => d.cover)
  return (
    <div className={css.tools}>
      {cover === 'split' && <SplitChoice />}
      {on && cover === null && <WipeChoice />}
      <Button pressed={on} press={wipe.press} title={`${wipe.title}  ${wipe.keys}`}>
        Wipe
      </Button>
      <Button pressed={cover === 'split'} press={split.press} title={`${split.title}  ${split.keys}`}>
        Split
      </Button>
      <IconButton
        icon={LayoutGrid}
        title={lightbox.title}
        keys={lightbox.keys}
        pressed={cover === 'lightbox'}
        press={() => desk.setCover(cover === 'lightbox' ? null : 'lightbox')}
      />
    </div>
  )
}

const shapes = [
  ['upright', 'Horizontal'],
  ['level', 'Vertical'],
  ['mix', 'Mix'],
  ['difference', 'Difference'],
] as const

/** A reference as the value of an option, and back. */
const print = (reference: Reference): string =>
  reference.kind === 'version'
    ? `version ${reference.version}`
    : reference.kind === 'original' || reference.kind === 'movie'
      ? reference.kind
      : `${reference.kind} ${reference.id}`
function parse(value: string): Reference {
  const [kind, id = ''] = value.split(' ')
  if (kind === 'version') return { kind, version: id }
  if (kind === 'movie') return { kind }
  return kind === 'still' || kind === 'clip' ? { kind, id } : { kind: 'original' }
}

function WipeChoice() {
  const desk = useDesk()
  const { compare, suite } = desk
  const invert = useAction('invert-wipe')
  const mode = useCompareValue(['view'], (c) => c.mode)
  const line = useCompareValue(['wipe'], (c) => c.wipe.line)
  const inverted = useCompareValue(['wipe'], (c) => c.wipe.invert)
  const gain = useCompareValue(['view'], (c) => c.gain)
  const against = useCompareValue(['view'], (c) => c.against)
  const movie = useCompareValue(['view'], (c) => c.movie)
  const pairs = useContext(PairLineContext)
  const file = useRef<HTMLInputElement>(null)
  const clip = useDeskValue(['clip'], (d) => d.clip)
  useSuiteValue(['session'], (s) => s.records)
  useSuiteValue(['revision'], (s) => s.revision)
  const { clips } = suite.session.timeline
  const at = clips.findIndex(({ id }) => id === clip?.id)
  const beside = [clips[at - 1], clips[at + 1]].filter((one) => one !== undefined)
  const far = against?.kind === 'clip' ? clips.find(({ id }) => id === against.id) : undefined
  const listed = far && !beside.includes(far) ? [...beside, far] : beside
  const { stills, memories } = suite.gallery
  const kept = [...memories].sort(([a], [b]) => (a < b ? -1 : 1))
  const shape = mode === 'wipe' ? line : mode
  const open = async (chosen: File) => {
    const { openMovie } = await import('../media/reference-movie.ts')
    const found = await openMovie(chosen, suite.session)
    if (typeof found === 'string') return desk.say(found)
    pairs?.post({ kind: 'media', id: movieId, source: { kind: 'file', file: found.file } })
    compare.setMovie(found)
  }
  return (
    <>
      <input
        ref={file}
        type="file"
        accept="video/*,.mov,.mkv,.ts"
        hidden
        aria-label="Reference movie"
        onChange={(e) => {
          const chosen = e.currentTarget.files?.[0]
          e.currentTarget.value = ''
          if (chosen) void open(chosen)
        }}
      />
      <select
        aria-label="Wipe against"
        value={against ? print(against) : ''}
        onChange={(e) => {
          const { value } = e.currentTarget
          if (value === 'open') file.current?.click()
          else compare.setAgainst(parse(value))
        }}
      >
        {stills.length > 0 && (
          <optgroup label="Still">
            {stills.map(({ id, label }) => (
              <option key={id} value={`still ${id}`}>
                {label}
              </option>
            ))}
          </optgroup>
        )}
        {kept.length > 0 && (
          <optgroup label="Memory">
            {kept.map(([slot, { id, label }]) => (
              <option key={id} value={`still ${id}`}>
                {slot} · {label}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="This clip">
          {clip &&
            versionsOf(suite.entries, clip.id).map(({ id, name }, i) => (
              <option key={id} value={`version ${id}`}>
                {name || `Version ${i + 1}`}
              </option>
            ))}
          <option value="original">Original</option>
        </optgroup>
        <optgroup label="Reference">
          {movie && <option value="movie">{movie.name}</option>}
          <option value="open">Open a movie…</option>
        </optgroup>
        {listed.length > 0 && (
          <optgroup label="Clip">
            {listed.map((one) => (
              <option key={one.id} value={`clip ${one.id}`}>
                {String(clips.indexOf(one) + 1).padStart(2, '0')} {one.name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      <select
        aria-label="Shape of the wipe"
        value={shape}
        onChange={(e) => {
          const next = e.currentTarget.value as (typeof shapes)[number][0]
          if (next === 'upright' || next === 'level') {
            compare.setWipe({ line: next })
            compare.setMode('wipe')
          } else compare.setMode(next)
        }}
      >
        {shapes.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      {mode === 'difference' ? (
        <select
          aria-label="Difference shown"
          value={gain}
          onChange={(e) => compare.setGain(Number(e.currentTarget.value))}
        >
          {gains.map((times) => (
            <option key={times} value={times}>
              × {times}
            </option>
          ))}
        </select>
      ) : (
        <IconButton
          icon={CaretsToAxisDashedVertical}
          title={invert.title}
          keys={invert.keys}
          pressed={inverted}
          press={invert.press}
        />
      )}
    </>
  )
}

function SplitChoice() {
  const gallery = useGallery()
  const kind = useGalleryValue('split', (g) => g.split)
  return (
    <select
      aria-label="What the split screen shows"
      value={kind}
      onChange={(e) => gallery.setSplit(e.currentTarget.value as SplitKind)}
    >
      {splitKinds.map((one) => (
        <option key={one} value={one}>
          {splitTitles[one]}
        </option>
      ))}
    </select>
  )
}

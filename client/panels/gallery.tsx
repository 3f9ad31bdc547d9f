/** The gallery: stills with their grades, one's own memories below them; PowerGrades behind the other tab. */
import { useEffect, useRef, useState } from 'react'
import { type GalleryStill, memorySlots } from '../../shared/doc/records.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Menu, type MenuItem } from '../controls/menu.tsx'
import { Tabs } from '../controls/tabs.tsx'
import { Camera, Ellipsis } from '../icons/index.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { Tile, TilesProvider, useTiles } from '../viewer/tile.tsx'
import { nameOf, whenWords } from '../words/change-words.ts'
import css from './gallery.module.css'
import { exportCube, exportGrade, exportPicture, exportSheet, smallPng } from './gallery-export.ts'
import { Label } from './label.tsx'
import { PowerGrades } from './power-grades.tsx'
import { stillTile } from './subjects.ts'
import { perform, useAction } from './use-actions.ts'
import { useGallery, useGalleryValue } from './use-gallery.ts'
import { useLivePreview } from './use-live-preview.ts'

export function Gallery() {
  const [tab, setTab] = useState('stills')
  const grab = useAction('grab-still')
  return (
    <TilesProvider>
      <section className={`panel ${css.gallery}`} aria-label="Gallery">
        <header className="panel-header">
          <Tabs
            name="Gallery"
            tabs={[
              { id: 'stills', title: 'Stills' },
              { id: 'power', title: 'PowerGrades' },
            ]}
            open={tab}
            controls="gallery"
            choose={setTab}
          />
          <div className="end">
            <IconButton icon={Camera} title={grab.title} keys={grab.keys} disabled={!grab.may} press={grab.press} />
          </div>
        </header>
        <div id="gallery" role="tabpanel" aria-label={tab === 'stills' ? 'Stills' : 'PowerGrades'} className={css.body}>
          {tab === 'stills' ? <Stills /> : <PowerGrades />}
        </div>
      </section>
    </TilesProvider>
  )
}

interface Asked {
  readonly still: GalleryStill
  readonly x: number
  readonly y: number
}

function Stills() {
  const desk = useDesk()
  const gallery = useGallery()
  const tiles = useTiles()
  // A change of the session or of the search makes the list anew; a drag does neither.
  useSuiteValue(['session'], (s) => s.records)
  const search = useGalleryValue('search', (g) => g.search)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [renaming, setRenaming] = useState<string | null>(null)
  const list = gallery.listed
  const items = (still: GalleryStill): readonly MenuItem[] => [
    { title: 'Apply grade', run: () => void gallery.take(still, 'apply') },
    { title: 'Append node graph', run: () => void gallery.take(still, 'append') },
    { title: 'Wipe against it', run: () => gallery.wipe(still.id) },
    { title: 'Rename', apart: true, run: () => setRenaming(still.id) },
    {
      title: 'Copy to PowerGrades',
      run: () => void (async () => gallery.keep(still, tiles && (await smallPng(desk, tiles, still))))(),
    },
    { title: 'Export picture (PNG, 16 bit)', apart: true, run: () => tiles && void exportPicture(desk, tiles, still) },
    { title: 'Export grade (JSON)', run: () => void exportGrade(desk, still) },
    { title: 'Export look (.cube)', run: () => void exportCube(desk, still) },
    { title: 'Delete', apart: true, run: () => void gallery.delete(still) },
  ]
  const previews = useDeskValue(['layout'], (d) => !d.layout.off.has('live-preview'))
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null)
  return (
    <>
      <div className={css.search}>
        <input
          type="search"
          aria-label="Search stills by label"
          placeholder="Label…"
          value={search}
          onChange={(e) => gallery.setSearch(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key !== 'Escape') return
            gallery.setSearch('')
            e.currentTarget.blur()
          }}
        />
        <IconButton
          icon={Ellipsis}
          title="More of the gallery"
          press={() => {
            const box = document.activeElement?.getBoundingClientRect()
            setMenu({ x: box?.left ?? 200, y: box?.bottom ?? 80 })
          }}
        />
      </div>
      <ol className={css.grid} aria-label="Stills">
        {list.map((still) => (
          <StillTile
            key={still.id}
            still={still}
            renaming={renaming === still.id}
            rename={(on) => setRenaming(on ? still.id : null)}
            ask={(x, y) => setAsked({ still, x, y })}
          />
        ))}
        {list.length === 0 && (
          <li className={css.none}>
            {search === ''
              ? 'No still yet: Ctrl Alt G grabs the frame on show, with its grade.'
              : 'No still of that label.'}
          </li>
        )}
      </ol>
      <Memories />
      {asked && (
        <Menu name={`Still ${asked.still.label}`} items={items(asked.still)} {...asked} close={() => setAsked(null)} />
      )}
      {menu && (
        <Menu
          name="Gallery"
          items={[
            {
              title: 'Contact sheet (PNG)',
              disabled: list.length === 0 || !tiles,
              run: () => tiles && void exportSheet(desk, tiles, list),
            },
            {
              title: previews ? 'No live preview' : 'Live preview',
              apart: true,
              run: () => perform(desk, 'live-preview'),
            },
          ]}
          {...menu}
          close={() => setMenu(null)}
        />
      )}
    </>
  )
}

interface StillTileProps {
  readonly still: GalleryStill
  readonly renaming: boolean
  readonly rename: (on: boolean) => void
  readonly ask: (x: number, y: number) => void
}

function StillTile({ still, renaming, rename, ask }: StillTileProps) {
  const desk = useDesk()
  const gallery = useGallery()
  const chosen = useGalleryValue('chosen', (g) => g.chosen === still.id)
  const wiped = useCompareValue(
    ['view'],
    (c) => c.mode !== 'now' && c.against?.kind === 'still' && c.against.id === still.id,
  )
  const session = useSuiteValue(['session'], (s) => s.session)
  const live = useLivePreview()
  const element = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (chosen) element.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const { width, height } = session.timeline
  const about = `Still ${still.label}, grabbed by ${nameOf(session, still.seat)} ${whenWords(still.at, desk.suite.hubNow())}`
  const key = (e: React.KeyboardEvent) => {
    const box = e.currentTarget.getBoundingClientRect()
    if (e.key === 'Enter') gallery.wipe(still.id)
    else if (e.key === 'F2') rename(true)
    else if (e.key === 'Delete') void gallery.delete(still)
    else if (e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey)) ask(box.left + 20, box.top + 20)
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  return (
    <li className={css.still} data-chosen={chosen} data-wiped={wiped}>
      <button
        ref={element}
        type="button"
        className={css.picture}
        style={{ aspectRatio: width / height }}
        aria-label={about}
        aria-description="Enter wipes against it, F2 renames it, Delete deletes it; the context menu has the rest."
        aria-pressed={chosen}
        onMouseDown={(e) => {
          e.preventDefault()
          // The middle button takes the grade: no scrolling begins.
          if (e.button === 1) e.stopPropagation()
        }}
        onClick={() => gallery.choose(still.id)}
        onDoubleClick={() => gallery.wipe(still.id)}
        onAuxClick={(e) => {
          if (e.button === 1) void gallery.take(still, 'apply')
        }}
        onContextMenu={(e) => {
          e.preventDefault()
          gallery.choose(still.id)
          ask(e.clientX, e.clientY)
        }}
        onKeyDown={key}
        onPointerDown={live.leave}
        onPointerEnter={() => {
          desk.setAbout(`${about}. Double-click wipes, middle-click applies its grade.`)
          live.enter(gallery.previewOf(still))
        }}
        onPointerLeave={() => {
          desk.setAbout('')
          live.leave()
        }}
      >
        <Tile of={stillTile(desk, still)} shape={width / height} />
      </button>
      <Label
        text={still.label}
        renaming={renaming}
        rename={rename}
        done={(label) => void gallery.rename(still, label)}
      />
    </li>
  )
}

function Memories() {
  const desk = useDesk()
  const gallery = useGallery()
  useSuiteValue(['session'], (s) => s.records)
  const live = useLivePreview()
  const { memories } = desk.suite.gallery
  const { width, height } = desk.suite.session.timeline
  return (
    <fieldset className={css.memories} aria-label="Memories">
      {memorySlots.map((slot, i) => {
        const still = memories.get(slot)
        const title = still
          ? `Memory ${slot}: ${still.label}. Alt Shift ${i + 1} loads it, Alt ${i + 1} saves it anew.`
          : `Memory ${slot} is empty. Alt ${i + 1} saves it.`
        return (
          <button
            key={slot}
            type="button"
            aria-label={title}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => (still ? gallery.wipe(still.id) : void gallery.grab(slot))}
            onAuxClick={(e) => {
              if (e.button === 1) void gallery.load(slot)
            }}
            onPointerDown={live.leave}
            onPointerEnter={() => {
              desk.setAbout(title)
              if (still) live.enter(gallery.previewOf(still))
            }}
            onPointerLeave={() => {
              desk.setAbout('')
              live.leave()
            }}
          >
            <span className={css.memory}>
              {still && <Tile key={still.id} of={stillTile(desk, still)} shape={width / height} />}
            </span>
            {slot}
          </button>
        )
      })}
    </fieldset>
  )
}

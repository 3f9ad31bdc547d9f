/** PowerGrades: grades kept in this browser, taken into whatever session is open. */
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../controls/icon-button.tsx'
import { Menu } from '../controls/menu.tsx'
import { FolderOpen } from '../icons/index.ts'
import type { PowerGrade } from '../state/gallery.ts'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import css from './gallery.module.css'
import { saveFile } from './gallery-export.ts'
import { Label } from './label.tsx'
import { useGallery, useGalleryValue } from './use-gallery.ts'
import { useLivePreview } from './use-live-preview.ts'

export function PowerGrades() {
  const gallery = useGallery()
  const grades = useGalleryValue('grades', (g) => g.grades)
  const file = useRef<HTMLInputElement>(null)
  const [asked, setAsked] = useState<{ readonly grade: PowerGrade; readonly x: number; readonly y: number } | null>(
    null,
  )
  const [renaming, setRenaming] = useState<string | null>(null)
  useEffect(() => void gallery.refresh(), [gallery])
  return (
    <>
      <div className={css.search}>
        <span className="quiet">Kept in this browser</span>
        <span className={css.rest} />
        <IconButton icon={FolderOpen} title="Import a grade (JSON)" press={() => file.current?.click()} />
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          multiple
          hidden
          aria-label="Grade files"
          onChange={(e) => {
            const files = [...(e.currentTarget.files ?? [])]
            e.currentTarget.value = ''
            void (async () => {
              for (const one of files) await gallery.bringIn(one.name, await one.text())
            })()
          }}
        />
      </div>
      <ol className={css.grid} aria-label="PowerGrades">
        {grades.map((grade) => (
          <PowerTile
            key={grade.id}
            grade={grade}
            renaming={renaming === grade.id}
            rename={(on) => setRenaming(on ? grade.id : null)}
            ask={(x, y) => setAsked({ grade, x, y })}
          />
        ))}
        {grades.length === 0 && (
          <li className={css.none}>None yet: a still’s menu copies its grade here, or import a grade JSON.</li>
        )}
      </ol>
      {asked && (
        <Menu
          name={`PowerGrade ${asked.grade.label}`}
          items={[
            { title: 'Apply grade', run: () => void gallery.takePower(asked.grade, 'apply') },
            { title: 'Append node graph', run: () => void gallery.takePower(asked.grade, 'append') },
            { title: 'Rename', apart: true, run: () => setRenaming(asked.grade.id) },
            {
              title: 'Export grade (JSON)',
              run: () =>
                saveFile(`${asked.grade.label}.json`, new Blob([asked.grade.text], { type: 'application/json' })),
            },
            { title: 'Delete', apart: true, run: () => void gallery.deletePower(asked.grade) },
          ]}
          x={asked.x}
          y={asked.y}
          close={() => setAsked(null)}
        />
      )}
    </>
  )
}

interface PowerTileProps {
  readonly grade: PowerGrade
  readonly renaming: boolean
  readonly rename: (on: boolean) => void
  readonly ask: (x: number, y: number) => void
}

function PowerTile({ grade, renaming, rename, ask }: PowerTileProps) {
  const desk = useDesk()
  const gallery = useGallery()
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const live = useLivePreview()
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!grade.picture) return undefined
    const made = URL.createObjectURL(grade.picture)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [grade.picture])
  const about = `PowerGrade ${grade.label}${grade.owner === '' ? '' : `, kept by ${grade.owner}`}`
  const take = () => void gallery.takePower(grade, 'apply')
  return (
    <li className={css.still}>
      <button
        type="button"
        className={css.picture}
        style={{ aspectRatio: width / height }}
        aria-label={about}
        aria-description="Enter applies its grade; the context menu has the rest."
        onMouseDown={(e) => e.preventDefault()}
        onDoubleClick={take}
        onAuxClick={(e) => {
          if (e.button === 1) take()
        }}
        onContextMenu={(e) => {
          e.preventDefault()
          ask(e.clientX, e.clientY)
        }}
        onKeyDown={(e) => {
          const box = e.currentTarget.getBoundingClientRect()
          if (e.key === 'Enter') take()
          else if (e.key === 'F2') rename(true)
          else if (e.key === 'Delete') void gallery.deletePower(grade)
          else if (e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey)) ask(box.left + 20, box.top + 20)
          else return
          e.preventDefault()
          e.stopPropagation()
        }}
        onPointerDown={live.leave}
        onPointerEnter={() => {
          desk.setAbout(`${about}. Double-click or middle-click applies its grade.`)
          live.enter(gallery.previewPower(grade))
        }}
        onPointerLeave={() => {
          desk.setAbout('')
          live.leave()
        }}
      >
        {address === null ? (
          <span className={css.plain}>from a file</span>
        ) : (
          <img src={address} alt="" draggable={false} />
        )}
      </button>
      <Label
        text={grade.label}
        renaming={renaming}
        rename={rename}
        done={(label) => void gallery.renamePower(grade, label)}
      />
    </li>
  )
}

/** The field for a new note: words, a drawing, or both, on the frame of its first letter or mark. */
import { useEffect, useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Circle, MapPin, MoveUpRight, Pencil, Undo2 } from '../icons/index.ts'
import { printTimecode } from '../keys/timecode-entry.ts'
import type { Tool } from '../state/pen.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import css from './composer.module.css'

const tools = [
  { tool: 'pen', icon: Pencil, title: 'Draw' },
  { tool: 'ellipse', icon: Circle, title: 'Ellipse' },
  { tool: 'arrow', icon: MoveUpRight, title: 'Arrow' },
  { tool: 'pin', icon: MapPin, title: 'Set the spot' },
] as const satisfies readonly { readonly tool: Tool; readonly icon: unknown; readonly title: string }[]

export function Composer() {
  const desk = useDesk()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const clip = useDeskValue(['clip'], (d) => d.clip)
  const draft = useDeskValue(['pen'], (d) => d.pen.draft)
  const tool = useDeskValue(['pen'], (d) => d.pen.tool)
  const timeline = useSuiteValue(['session'], (s) => s.session.timeline)
  useEffect(() => desk.on('compose', () => field.current?.focus()), [desk])

  const end = () => {
    setText('')
    desk.endNote()
    field.current?.blur()
  }
  const words = text.trim()
  const whole = draft !== null && (words !== '' || draft.marks.length > 0)
  const send = () => {
    // What was refused stays in the field, to be sent or copied.
    if (whole && !desk.suite.note(words, draft)) end()
  }
  const take = (next: Tool) => {
    desk.beginNote(true)
    desk.pen.take(tool === next ? null : next)
  }
  const cut = draft && timeline.clips.find(({ id }) => id === draft.clip)
  const at = cut && cut.recordIn + draft.frame - cut.sourceIn
  const drawn = draft?.marks.length ?? 0
  return (
    <form
      className={css.composer}
      data-begun={draft !== null}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
    >
      <div className={css.head}>
        <label htmlFor="note">Note at this frame</label>
        {at !== null && at !== undefined && (
          <span className="numbers">
            {printTimecode(timeline.startTimecode + at, timeline.rate.num / timeline.rate.den)}
          </span>
        )}
        <div className={css.tools} role="toolbar" aria-label="Drawing">
          {tools.map((one) => (
            <IconButton
              key={one.tool}
              icon={one.icon}
              title={one.title}
              pressed={tool === one.tool}
              disabled={!clip && !draft}
              press={() => take(one.tool)}
            />
          ))}
          <IconButton
            icon={Undo2}
            title="Take the last mark back"
            disabled={drawn === 0 && !draft?.spot}
            press={() => desk.pen.undo()}
          />
        </div>
      </div>
      <textarea
        id="note"
        ref={field}
        rows={draft ? 3 : 1}
        maxLength={2000}
        placeholder={clip ? 'What should change?' : 'No clip lies here'}
        disabled={!clip && !draft}
        value={text}
        onChange={(e) => {
          if (e.currentTarget.value !== '') desk.beginNote()
          setText(e.currentTarget.value)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
            e.preventDefault()
            send()
          } else if (e.key === 'Escape') end()
        }}
      />
      <div className={css.send}>
        <span className="quiet">
          {drawn > 0 ? `${drawn} ${drawn === 1 ? 'mark' : 'marks'} · ` : ''}
          {tool ? 'Draw on the picture · Esc ends' : 'Typing pauses for you'}
        </span>
        {draft && <Button press={end}>Discard</Button>}
        <Button submit disabled={!whole}>
          Send
        </Button>
      </div>
    </form>
  )
}

/** Joining: say who you are, say where the media lies, enter. One press where both are known. */
import { useRef, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { FolderOpen, HardDrive } from '../../icons/index.ts'
import { words } from '../../words/words.ts'
import css from './join.module.css'

/** Where this room's own copy of the media lies. */
export type MediaChoice =
  | { readonly kind: 'library' }
  | { readonly kind: 'files'; readonly title: string; readonly files: readonly File[] }

export interface JoinProps {
  /** The name of last time, or empty. */
  readonly name: string
  /** Why it takes long, while it does; null before Enter. */
  readonly waiting: string | null
  /** Why it cannot be, or null. */
  readonly refusal: string | null
  /** An empty name leaves the one the hub gives the seat. */
  readonly enter: (name: string, media: MediaChoice) => void
  /** Who is in already and lacks media: a line for each clip; null otherwise. */
  readonly lacking?: readonly string[] | null
  /** In without them. */
  readonly goOn?: () => void
  /** Back to the form. */
  readonly back?: () => void
}

/** Most clips named at the door; the rest are counted. */
const mostNamed = 12

/** Files of a drop, folders walked to their ends. */
async function dropped(items: DataTransferItemList): Promise<File[]> {
  const walk = async (entry: FileSystemEntry): Promise<File[]> => {
    if (entry.isFile) return [await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail))]
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    const found: File[] = []
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail))
      if (some.length === 0) return found
      for (const one of some) found.push(...(await walk(one)))
    }
  }
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  return (await Promise.all(entries.map(walk))).flat()
}

/** Which clips this room will not see, before it goes in. */
function Lacking({ lines, goOn, back }: { lines: readonly string[]; goOn: () => void; back: () => void }) {
  return (
    <main className={css.join}>
      <section className={css.sheet} aria-label="Media that differ">
        <h1>Your media differ</h1>
        <ul className={css.lacking}>
          {lines.slice(0, mostNamed).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {lines.length > mostNamed && <li>and {lines.length - mostNamed} more</li>}
        </ul>
        <p className="quiet">The other rooms see which. Where the engineer allows stills, you get each stop as one.</p>
        <div className={css.enter}>
          <Button press={back}>Choose other files</Button>
          <Button press={goOn} main focus>
            Enter anyway
          </Button>
        </div>
      </section>
    </main>
  )
}

export function Join(props: JoinProps) {
  const { lacking = null, goOn, back } = props
  return lacking && goOn && back ? <Lacking lines={lacking} goOn={goOn} back={back} /> : <Form {...props} />
}

function Form({ name: remembered, waiting, refusal, enter }: JoinProps) {
  const [name, setName] = useState(remembered)
  const [media, setMedia] = useState<MediaChoice>({ kind: 'library' })
  const [over, setOver] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (files: readonly File[], title: string) => {
    setTrouble(files.length === 0 ? `${title} holds no files.` : null)
    if (files.length > 0) setMedia({ kind: 'files', title, files })
  }
  return (
    <main
      className={css.join}
      data-over={over}
      onDragOver={(e) => {
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault()
        setOver(false)
        void dropped(e.dataTransfer.items).then(
          (files) => take(files, 'What you dropped'),
          (error: unknown) => setTrouble(`What you dropped cannot be read: ${String(error)}`),
        )
      }}
    >
      <form
        className={css.sheet}
        onSubmit={(e) => {
          e.preventDefault()
          enter(name.trim(), media)
        }}
      >
        <h1>{words.product}</h1>
        <label className={css.step}>
          <span>Your name</span>
          <input
            value={name}
            maxLength={60}
            autoComplete="name"
            placeholder="As the others shall see it, or the hub’s choice"
            ref={(element) => {
              if (element && remembered === '') element.focus()
            }}
            onChange={(e) => setName(e.currentTarget.value)}
          />
        </label>
        <fieldset className={css.step}>
          <legend>Media of this room</legend>
          <label className={css.choice}>
            <input
              type="radio"
              name="media"
              checked={media.kind === 'library'}
              onChange={() => setMedia({ kind: 'library' })}
            />
            <HardDrive size={15} aria-hidden="true" />
            <span>
              The hub’s library<span className="quiet">the session’s clips, read from the hub</span>
            </span>
          </label>
          <label className={css.choice}>
            <input
              type="radio"
              name="media"
              checked={media.kind === 'files'}
              onChange={() => folder.current?.click()}
              onClick={() => media.kind === 'files' && folder.current?.click()}
            />
            <FolderOpen size={15} aria-hidden="true" />
            <span>
              {media.kind === 'files' ? media.title : 'A folder of mine'}
              <span className="quiet">
                {media.kind === 'files'
                  ? `${media.files.length} ${media.files.length === 1 ? 'file' : 'files'}, matched by content`
                  : 'choose it, or drop it anywhere here'}
              </span>
            </span>
          </label>
          <input
            ref={folder}
            type="file"
            multiple
            className="unseen"
            tabIndex={-1}
            aria-label="Folder of media"
            data-testid="folder"
            {...{ webkitdirectory: '' }}
            onChange={(e) => {
              const files = [...(e.currentTarget.files ?? [])]
              if (files.length > 0) take(files, files[0]!.webkitRelativePath.split('/')[0] || 'Your files')
            }}
          />
        </fieldset>
        <div className={css.enter}>
          <p role="status" className={refusal || trouble ? css.refusal : 'quiet'}>
            {refusal ?? trouble ?? waiting ?? ''}
          </p>
          <Button submit main disabled={waiting !== null && refusal === null} focus={remembered !== ''}>
            Enter
          </Button>
        </div>
      </form>
    </main>
  )
}

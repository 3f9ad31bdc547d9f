/** The scopes beside the palettes, or the word that they stand in a window of their own. */
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { PictureInPicture2 } from '../icons/index.ts'
import { useDeskValue } from '../state/use-desk.ts'
import { ScopeSet } from './scope-set.tsx'
import css from './scopes.module.css'
import { useAction } from './use-actions.ts'

export function Scopes() {
  const out = useDeskValue(['layout'], (d) => d.layout.scopesOut)
  const { keys, press } = useAction('scopes-window')
  if (!out)
    return (
      <ScopeSet end={<IconButton icon={PictureInPicture2} title="A window of their own" keys={keys} press={press} />} />
    )
  return (
    <div className={css.away}>
      <p className="quiet">The scopes stand in a window of their own.</p>
      <Button press={press} title={`Closes their window  ${keys}`}>
        Dock
      </Button>
    </div>
  )
}

/** What the grader lays over the picture for the colorist's own eyes: the reference of a wipe, or the cells of a split screen. */
import { useCompareValue, useDeskValue } from '../state/use-desk.ts'
import { Coming, later } from './later.tsx'

const compareStage = later(() => import('./compare-stage.tsx').then((m) => m.CompareStage))
const livePreview = later(() => import('./live-preview.tsx').then((m) => m.LivePreview))
const splitScreen = later(() => import('./split-screen.tsx').then((m) => m.SplitScreen))

export function PictureCover() {
  const wipes = useCompareValue(['view'], (c) => c.under && c.mode !== 'now')
  const live = useCompareValue(['view'], (c) => c.live !== null)
  const split = useDeskValue(['view'], (d) => d.cover === 'split')
  return (
    <>
      {wipes && !split && <Coming of={compareStage} give={{}} />}
      {live && !split && <Coming of={livePreview} give={{}} />}
      {split && <Coming of={splitScreen} give={{}} />}
    </>
  )
}

/** The points that are being followed, on the picture while a window is tracked. */
import type { Affine } from '../../shared/render/affine.ts'
import { sourceFrame } from '../state/tracks.ts'
import { useDeskValue } from '../state/use-desk.ts'
import css from './window-overlay.module.css'

export function TrackPoints({ place: [a, b, c, d, e, f] }: { readonly place: Affine }) {
  const newest = useDeskValue(['track', 'frame', 'clip'], (desk) => {
    const { run } = desk.tracking
    return run?.newest && run.clip === desk.clip?.id && run.newest.frame === sourceFrame(desk) ? run.newest : null
  })
  if (!newest) return null
  const line = newest.points
    .map(([x, y]) => {
      const [px, py] = [a * x + b * y + c, d * x + e * y + f]
      return `M${(px - 0.006).toFixed(4)} ${py.toFixed(4)}h0.012m-0.006 -0.006v0.012`
    })
    .join('')
  return (
    <g data-testid="track-points" data-count={newest.points.length}>
      <path d={line} className={css.dark} />
      <path d={line} className={css.light} />
    </g>
  )
}

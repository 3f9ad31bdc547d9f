/** The zoom as the viewer's header says it: fit, or device pixels to a pixel of the timeline in per cent. */
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './viewer.module.css'

/** Per cent that the menu offers. */
const offered = [25, 50, 100, 200, 400, 800] as const

export function ZoomChoice() {
  const { framing } = useDesk()
  const per = useDeskValue(['framing'], ({ framing: f }) => Math.round(f.scale * 100))
  const fits = useDeskValue(['framing'], ({ framing: f }) => f.zoom === null || f.fixed)
  const value = fits ? 'fit' : String(per)
  return (
    <select
      className={css.zoom}
      aria-label="Zoom"
      title={`Zoom: ${per} %. Scroll over the picture; a middle drag pans.`}
      value={value}
      onChange={(e) => {
        if (e.currentTarget.value === 'fit') framing.fitIn()
        else framing.zoomTo(Number(e.currentTarget.value) / 100)
        // The arrow keys are the transport's again.
        e.currentTarget.blur()
      }}
    >
      <option value="fit">Fit</option>
      {!fits && !offered.some((one) => one === per) && <option value={value}>{per} %</option>}
      {offered.map((one) => (
        <option key={one} value={one}>
          {one} %
        </option>
      ))}
    </select>
  )
}

/** What a hand that drags a box is over: another box, or a line near its middle. */
import type { Node } from '@xyflow/react'

export type Over = { readonly kind: 'node' | 'link'; readonly id: string } | null

/** How near a line the middle of a box comes to stand on it, pixels of the page. */
const nearPx = 20

/** The box under the pointer, other than the dragged one; the source and the output are none. */
export function boxUnder(x: number, y: number, dragged: string): Over {
  for (const element of document.elementsFromPoint(x, y)) {
    const box = element.closest<HTMLElement>('.react-flow__node')
    const id = box?.dataset.id
    if (id !== undefined && id !== dragged && id !== 'src' && id !== 'out') return { kind: 'node', id }
  }
  return null
}

/** The line that the middle of a dragged box lies on; none of its own. */
export function lineUnder(flow: HTMLElement, dragged: Node): Over {
  const box = flow.querySelector(`.react-flow__node[data-id="${dragged.id}"]`)?.getBoundingClientRect()
  if (!box) return null
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
  let best: { readonly id: string; readonly far: number } | null = null
  for (const line of flow.querySelectorAll<HTMLElement>('.react-flow__edge')) {
    const id = line.dataset.id!
    const path = line.querySelector<SVGPathElement>('.react-flow__edge-path')
    if (!path || id.startsWith(`${dragged.id}/`) || id.endsWith('/key')) continue
    const toPage = path.getScreenCTM()
    const length = path.getTotalLength()
    for (let i = 0; toPage && i <= 24; i++) {
      const at = path.getPointAtLength((length * i) / 24).matrixTransform(toPage)
      const far = Math.hypot(at.x - x, at.y - y)
      if (far < nearPx && (best === null || far < best.far)) best = { id, far }
    }
  }
  return best && { kind: 'link', id: best.id }
}

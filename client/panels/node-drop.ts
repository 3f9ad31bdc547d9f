/** What a hand that drags a box is over: another box, or a line near its middle. */
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

/** The line nearest to a point of the page, which is the middle of a dragged box; none of the box's own. */
export function lineUnder(flow: HTMLElement, dragged: string, x: number, y: number): Over {
  let best: { readonly id: string; readonly far: number } | null = null
  for (const line of flow.querySelectorAll<HTMLElement>('.react-flow__edge')) {
    const id = line.dataset.id!
    const path = line.querySelector<SVGPathElement>('.react-flow__edge-path')
    if (!path || id.startsWith(`${dragged}/`) || id.endsWith('/key')) continue
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

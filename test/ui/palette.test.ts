import { describe, expect, it } from 'vitest'
import { actionOf } from '../../client/actions/index.ts'
import { resetPalette } from '../../client/panels/palette.tsx'
import { matteRest, matteShown } from '../../client/state/key-parts.ts'
import { adjustedIn, controlName, paletteOf, palettes } from '../../client/state/palette.ts'
import { ops } from '../../shared/ops/index.ts'
import { fakeDesk } from './kit/demo.ts'

const hands = { key: '', held: () => false }
const adjusted = (desk: ReturnType<typeof fakeDesk>['desk']) =>
  palettes.filter((one) => adjustedIn(one, desk.node!)).map(({ id }) => id)

function desk() {
  const made = fakeDesk('colorist')
  actionOf('append').run(made.desk, hands)
  const put = (control: string, value: readonly (number | string)[]) =>
    made.suite.edit(made.desk.level!, 'Put', (grade) =>
      grade.control(made.desk.level!, '0', made.desk.node!.id, control, value),
    )
  return { ...made, put }
}

describe('palettes', () => {
  it('[UI80] every control of every operator stands in a palette, and a palette shows no other', () => {
    const held = new Set(palettes.flatMap(({ controls }) => controls.map(controlName)))
    const defined = ops.flatMap((op) => Object.keys(op.params).map((id) => `${op.id}.${id}`))
    expect([...held].sort()).toEqual(defined.sort())
    for (const { id, controls, own } of palettes) expect(controls.length > 0 || own !== null, id).toBe(true)
  })

  it('[UI80] no two numbers under the qualifier have one name, and what a grade from elsewhere holds of the key’s own clips is shown', () => {
    const clips = paletteOf('qualifier').controls.filter(({ param }) => param.id.endsWith('-clip'))
    const names = (matte: readonly number[]) => [
      ...clips.map(({ param }) => param.title),
      ...matteShown(matte).map(({ param }) => param.title),
    ]
    const rest = names(matteRest)
    expect(rest.slice(0, 2)).toEqual(['Black Clip', 'White Clip'])
    expect(new Set(rest).size).toBe(rest.length)
    const held = names(matteRest.with(1, 20))
    expect(held).toContain('Key White Clip')
    expect(held).not.toContain('Key Black Clip')
    expect(new Set(held).size).toBe(held.length)
    expect(matteShown(matteRest.with(1, 20)).find(({ param }) => param.title === 'Key White Clip')?.index).toBe(1)
  })

  it('[UI81] a dot stands on the palettes whose controls the node has moved, a window and a key output among them', () => {
    const { desk: d, put } = desk()
    expect(adjusted(d)).toEqual([])
    put('log.shadow', [0.1, 0, 0])
    expect(adjusted(d)).toEqual(['log'])
    put('log.offset', [0.1, 0, 0])
    put('curves.r', [0, 0, 0.5, 0.6, 1, 1])
    expect(adjusted(d)).toEqual(['wheels', 'log', 'bars', 'curves'])
    put('curves.r', [0, 0, 0.5, 0.5, 1, 1])
    put('qualifier.mode', ['hsl'])
    put('key.out', [0.5, 0])
    expect(adjusted(d)).toEqual(['wheels', 'log', 'bars', 'qualifier', 'key'])
    actionOf('add-circle').run(d, hands)
    expect(adjusted(d)).toEqual(['window'])
  })

  it('[UI81] a palette is reset in one undo step, and the others keep what they have', () => {
    const { desk: d, suite, put } = desk()
    put('log.shadow', [0.1, 0, 0])
    put('primaries.saturation', [1.5])
    put('log.offset', [0.1, 0, 0])
    const depth = suite.undoDepth(d.level!)
    resetPalette(d, paletteOf('wheels'))
    expect(adjusted(d)).toEqual(['log'])
    expect([...d.node!.controls.keys()]).toEqual(['log.shadow'])
    expect(suite.undoDepth(d.level!)).toBe(depth + 1)
    suite.undo(d.level!)
    expect(adjusted(d)).toEqual(['wheels', 'log', 'bars'])
  })

  it('[UI82] one key turns wheels, log and bars; a new window opens its palette', () => {
    const { desk: d } = desk()
    const seen = [0, 1, 2].map(() => {
      actionOf('turn-primaries').run(d, hands)
      return d.palettes.open.left
    })
    expect(seen).toEqual(['log', 'bars', 'wheels'])
    actionOf('add-circle').run(d, hands)
    expect(d.palettes.open).toEqual({ left: 'wheels', centre: 'window' })
  })
})

import { describe, expect, it } from 'vitest'
import { areas } from '../../client/state/layout.ts'
import { answers, find } from '../../client/words/find.ts'
import { fakeDesk } from './kit/demo.ts'

const shelf = () => {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  }
}

describe('[UI112] a layout', () => {
  it('[UI112] is kept by person and size of the window, and taken up again', () => {
    const own = shelf()
    const { desk } = fakeDesk('colorist')
    const stop = desk.layout.keepOn(own, desk, 'large')
    desk.layout.show('Clips', false)
    desk.layout.show('Notes', true)
    desk.layout.resize('palettes', 330.4)
    desk.palettes.show('log')
    stop()
    desk.layout.show('Nodes', false)
    const { desk: again } = fakeDesk('colorist')
    again.layout.keepOn(own, again, 'small')
    expect([again.layout.shown('Clips'), again.palettes.open.left]).toEqual([true, 'wheels'])
    again.layout.keepOn(own, again, 'large')
    expect([again.layout.shown('Clips'), again.layout.shown('Notes'), again.layout.shown('Nodes')]).toEqual([
      false,
      true,
      true,
    ])
    expect([again.layout.sizes, again.palettes.open.left]).toEqual([{ palettes: 330 }, 'log'])
  })

  it('[UI112] an area stops at its ends; reset is the design’s own; what was kept by something else is not believed', () => {
    const { desk } = fakeDesk('colorist')
    desk.layout.resize('side', 10)
    expect(desk.layout.sizes.side).toBe(areas.side[0])
    desk.layout.resize('side', 9000)
    expect(desk.layout.sizes.side).toBe(areas.side[1])
    desk.layout.reset()
    expect([desk.layout.sizes, desk.layout.shown('Snapshots')]).toEqual([{}, false])
    for (const text of [
      '',
      '{',
      '[]',
      '{"hidden":3}',
      '{"hidden":["Clips","x"],"sizes":{"side":"9"},"open":{"left":"x"}}',
    ]) {
      const own = shelf()
      own.kept.set('samelight.layout.large.Test Hand', text)
      const { desk: fresh } = fakeDesk('colorist')
      fresh.layout.keepOn(own, fresh, 'large')
      expect([fresh.layout.sizes, fresh.palettes.open.left]).toEqual([{}, 'wheels'])
    }
  })
})

describe('[UI110] what is typed', () => {
  it('[UI110] finds by words in any order, the start of a text before the start of a word before its middle', () => {
    const lines = ['Add serial node', 'Node on or off', 'Reset node', 'Undo', 'Grounded']
    expect(find(lines, 'node', (x) => x)).toEqual(['Node on or off', 'Reset node', 'Add serial node'])
    expect(find(lines, 'NODE ser', (x) => x)).toEqual(['Add serial node'])
    expect(find(lines, 'und', (x) => x)).toEqual(['Undo', 'Grounded'])
    expect(find(lines, '', (x) => x)).toEqual(lines)
    expect(answers('Undo', 'x')).toBeNull()
  })
})

/** `samelight grade`: out of a session, into another clip, as CDL where it is one, and what may not be. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command as grade } from '../../server/commands/grade.ts'
import { parseGrade } from '../../shared/doc/grade-parse.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { parseCdl, printCdl, restCorrection } from '../../shared/formats/cdl.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'
import { desk } from './kit.ts'

const at = desk()
const { folder, put } = at
const run = (...argv: string[]) => at.run(grade, ...argv)
const f = Math.fround
let hub: Stage
let room: Suite
const [one, two] = [`c.${clipId(1)}`, `c.${clipId(2)}`]
const drawn = (level: string) => readGraph(room.entries, level, '0').nodes

beforeAll(async () => {
  hub = await stage({ dataDir: join(folder, 'data') })
  room = await hub.join('grader')
  room.edit(one, 'CDL', (writer) => {
    const node = writer.append(one, '0')
    writer.control(one, '0', node, 'cdl.slope', [1.1, 1, 0.9])
    writer.control(one, '0', node, 'cdl.saturation', [1.2])
    writer.label(one, '0', node, 'Balance')
    writer.append(one, '0')
  })
  await until('the edit is saved', () => room.unsaved === 0 && drawn(one).length === 2)
})
afterAll(async () => {
  await hub.close()
  at.close()
})

describe('[FILE13] grade', () => {
  it('[FILE13] prints the grade of a clip as JSON, and writes it as a CDL where it is exactly one', async () => {
    const { out, err, refused } = await run(hub.hub.links.client, '--clip', clipId(1))
    expect([refused, err]).toEqual([null, []])
    const read = parseGrade(out[0]!)
    if (typeof read === 'string') throw new Error(read)
    expect(read.working).toBe(room.session.pipeline.working)
    expect([...read.body.keys()].filter((key) => key.includes('cdl.'))).toHaveLength(2)
    expect((await run(hub.hub.links.client, '--clip', clipId(1), '--out', 'one.json')).refused).toBeNull()
    expect(readFileSync(join(folder, 'one.json'), 'utf8')).toBe(`${out[0]}\n`)
    for (const form of ['cc', 'ccc', 'cdl']) {
      expect((await run(hub.hub.links.client, '--clip', clipId(1), '--out', `one.${form}`)).refused).toBeNull()
      const file = parseCdl(readFileSync(join(folder, `one.${form}`), 'utf8'))
      if (typeof file === 'string') throw new Error(file)
      expect(file.corrections[0]).toMatchObject({ slope: [f(1.1), 1, f(0.9)], saturation: f(1.2), style: 'noclamp' })
    }
  })

  it('[FILE13] puts the grade of a file into a clip, in every room, as JSON, CDL or LUT; what another clip has stays', async () => {
    const link = hub.hub.links.colorist
    expect((await run(hub.hub.links.client, '--clip', clipId(1), '--out', 'from.json')).refused).toBeNull()
    const first = drawn(one)
    const { out, refused } = await run(link, '--clip', clipId(2), '--set', 'from.json')
    expect(refused).toBeNull()
    expect(out[0]).toMatch(/has the grade of .*from\.json, revision \d+\.$/)
    await until('the room has it', () => drawn(two).length === 2)
    expect(drawn(two).map(({ id, label, controls }) => [id, label, [...controls]])).toEqual(
      first.map(({ id, label, controls }) => [id, label, [...controls]]),
    )
    put(
      'b.ccc',
      printCdl('ccc', [
        { ...restCorrection, id: 'x' },
        { ...restCorrection, id: 'y', power: [2, 1, 1] },
      ]),
    )
    expect((await run(link, '--clip', clipId(2), '--set', 'b.ccc', '--id', 'y', '--style', 'asc')).refused).toBeNull()
    await until('the room has the CDL', () => drawn(two).length === 1)
    expect(drawn(two)[0]!.controls.get('cdl.power')).toEqual([2, 1, 1])
    expect(drawn(two)[0]!.controls.get('cdl.style')).toEqual(['asc'])
    put('look.cube', readFileSync(new URL('../truth/luts/look_5.cube', import.meta.url)))
    expect((await run(link, '--clip', clipId(2), '--set', 'look.cube')).refused).toBeNull()
    await until('the room has the LUT', () => drawn(two)[0]?.controls.has('lut.table') === true)
    expect(room.luts.list.map(({ name }) => name)).toContain('look.cube')
    expect(drawn(one)).toEqual(first)
    // The same grade again is no change and no wait.
    expect((await run(link, '--clip', clipId(2), '--set', 'look.cube')).refused).toBeNull()
  })

  it('[FILE13] the timeline’s grade is a level of its own, and named where a clip’s is printed', async () => {
    expect((await run(hub.hub.links.colorist, '--level', 'timeline', '--set', 'from.json')).refused).toBeNull()
    await until('the room has it', () => drawn('t').length === 2)
    const { err } = await run(hub.hub.links.client, '--clip', clipId(1))
    expect(err).toEqual(['Not in it: the timeline’s grade.'])
    expect((await run(hub.hub.links.client, '--level', 'timeline')).refused).toBeNull()
  })

  it('[FILE13] what may not be is one sentence', async () => {
    const { client, colorist } = hub.hub.links
    const before = drawn(one)
    expect((await run(client, '--clip', clipId(1), '--set', 'from.json')).refused).toMatch(/\.$/)
    expect(drawn(one)).toEqual(before)
    put('bad.json', '{"format":"samelight grade 1","nodes":[{"slope":1}]}')
    expect((await run(colorist, '--clip', clipId(1), '--set', 'bad.json')).refused).toMatch(
      /bad\.json: nodes\[0\]\.slope is no field of a node/,
    )
    expect((await run(colorist, '--clip', 'nosuch')).refused).toMatch(/^The timeline has no clip nosuch/)
    expect((await run(colorist, '--clip', clipId(1), '--level', 'before')).refused).toMatch(/ is in no group\.$/)
    expect((await run(colorist, '--clip', clipId(1), '--level', 'up')).refused).toBe(
      '--level is clip, before, after or timeline, not up.',
    )
    expect((await run(colorist)).refused).toBe('grade takes --clip, or --level timeline.')
    expect((await run(colorist, '--clip', clipId(1), '--out', 'x.cube')).refused).toMatch(
      /ends in \.json, \.cc, \.ccc or \.cdl\.$/,
    )
    room.edit(one, 'more', (writer) => {
      const [first, second] = drawn(one)
      writer.control(one, '0', second!.id, 'primaries.gain', [1.2, 1, 1, 1])
      writer.window(one, '0', first!.id)
      writer.keyframe(one, '0', first!.id, 'cdl.slope', 5, 'linear', [1, 1, 1])
    })
    await until('the edit is saved', () => room.unsaved === 0)
    expect((await run(colorist, '--clip', clipId(1), '--out', 'x.cc')).refused).toBe(
      'This grade is more than one CDL: node 1 has a window, keyframes; node 2 has primaries.',
    )
  })
})

/** `samelight dctl` over a session in memory and its link. */
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Io } from '../../server/command.ts'
import { command as dctl } from '../../server/commands/dctl.ts'
import { clipDctl } from '../../shared/render/dctl-clip.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

let at: Stage
let ann: Suite
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samelight-dctl-'))
  at = await stage({ dataDir: join(folder, 'data') })
  ann = await at.join('Ann')
  for (const n of [1, 2]) {
    const level = `c.${clipId(n)}`
    ann.edit(level, 'Node', (grade) => {
      const node = grade.append(level, '0')
      grade.control(level, '0', node, 'primaries.gain', [1, 1.25, 1, 1])
      if (n === 2) grade.put(`${level}/0/sizing/input`, ['fit', 0.1, 0, 1.2, 0, false, false])
    })
  }
  // What another hears is on disk.
  const bob = await at.join('Bob')
  await until('Bob has it all', () => bob.entries.get(`c.${clipId(2)}/0/sizing/input`) !== undefined)
})
afterAll(async () => {
  await at.close()
  await rm(folder, { recursive: true })
})

function io() {
  const [out, err]: [string[], string[]] = [[], []]
  const made: Io = {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    stop: new Promise<void>(() => {}),
    cwd: folder,
    fault: null,
  }
  return { out, err, io: made }
}

describe('[DCTL5] samelight dctl', () => {
  it('[DCTL5] writes one text a clip, named by clip and plan, the same from a link and a data folder, and says what is left out', async () => {
    const [one, two] = [io(), io()]
    expect(await dctl.run([at.hub.links.client, '--out', 'a', '--json'], one.io)).toBe(0)
    expect(await dctl.run([join(folder, 'data'), '--out', 'b', '--clip', '2'], two.io)).toBe(0)
    const rows = one.out.map((line) => JSON.parse(line) as { file: string; clip: string; plan: string; left: string[] })
    expect(rows.map(({ clip, left }) => [clip, left.length])).toEqual([
      [clipId(1), 0],
      [clipId(2), 1],
      [clipId(3), 0],
    ])
    expect(one.err).toEqual(['shot 2: left out. The sizing of the clip: sizing, which reads neighbours.'])
    for (const { file, clip, plan } of rows) {
      expect(file).toBe(join(folder, 'a', `shot-${clip.at(-1)}.${plan}.dctl`))
      const made = clipDctl({ session: ann.session, entries: ann.entries, clip, frame: 0 })!
      expect(await readFile(file, 'utf8')).toBe(made.text)
    }
    expect(await readdir(join(folder, 'b'))).toEqual([`shot-2.${rows[1]!.plan}.dctl`])
    expect(await readFile(join(folder, 'b', `shot-2.${rows[1]!.plan}.dctl`), 'utf8')).toBe(
      await readFile(rows[1]!.file, 'utf8'),
    )
  })

  it('[DCTL5] is strict where it is asked to be, and refuses in one sentence, nothing written', async () => {
    const run = (...argv: string[]) => dctl.run([at.hub.links.client, '--out', 'c', ...argv], io().io)
    expect(await run('--strict')).toBe(1)
    expect(existsSync(join(folder, 'c'))).toBe(false)
    await expect(run('--to', 'rec709')).rejects.toThrow(/^--to rec709 is no colour space; there are logc3-ei800-awg3, /)
    await expect(run('--clip', 'nosuch')).rejects.toThrow(/^The timeline has no clip nosuch; it has 1 /)
    await expect(run('--clip', '1', '--frame', '48')).rejects.toThrow(
      'Clip shot 1 has frames 0 to 47; there is no frame 48.',
    )
    await expect(run('--frame', 'x')).rejects.toThrow('--frame x is not a frame number from 0.')
    await expect(dctl.run([at.hub.links.client], io().io)).rejects.toThrow(
      'dctl takes a link or a data folder, and --out.',
    )
    expect(existsSync(join(folder, 'c'))).toBe(false)
    expect(await run('--strict', '--clip', '1', '--to', 'acescct')).toBe(0)
  })
})

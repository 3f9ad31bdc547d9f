/** `samelight render` of ranges, over small clips made for it: what stands on disk, what is made again, what goes on where it was cut off. */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Io } from '../../server/command.ts'
import { command as render } from '../../server/commands/render.ts'
import { codeOf, topOf } from '../../server/images/image.ts'
import { png } from '../../server/images/png.ts'
import { checkPattern, type FileReceipt, frameName } from '../../server/render-frames.ts'
import { digest } from '../../shared/render/digest.ts'
import { differing, whole } from '../images/kit.ts'
import { stage } from '../kit/suite.ts'
import { desk } from './kit.ts'

const at = desk()
const { folder, load } = at
const data = join(folder, 'data')
const run = (...argv: string[]) => at.run(render, data, ...argv)
const list = (name: string): FileReceipt[] =>
  readFileSync(join(folder, name, 'receipts.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FileReceipt)

beforeAll(async () => {
  const media = join(folder, 'media')
  mkdirSync(media)
  for (const [name, seed] of [
    ['a', 1],
    ['b', 2],
  ] as const)
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=96x54:r=24:d=0.5,noise=alls=30:allf=t:all_seed=${seed}`],
      ...['-c:v', 'libx264', '-pix_fmt', 'yuv422p10le', '-g', '6', '-colorspace', 'bt709', join(media, `${name}.mp4`)],
    ])
  const hub = await stage({
    dataDir: data,
    mediaDir: media,
    prepare: (dir) => import('../../server/library.ts').then(({ prepareSession }) => prepareSession(dir)),
  })
  await hub.close()
})
afterAll(at.close)

describe('[FILE11] render of ranges', () => {
  it('[FILE11] a file a frame, named by its number, with the digest that the frame has by itself', async () => {
    const { out, refused } = await run('--clip', '1', '--frames', '2-5', '--out', 'one/f.%04d.png', '--json')
    expect(refused).toBeNull()
    expect(readdirSync(join(folder, 'one')).sort()).toEqual([
      'f.0002.png',
      'f.0003.png',
      'f.0004.png',
      'f.0005.png',
      'receipts.jsonl',
    ])
    const receipts = out.map((line) => JSON.parse(line) as FileReceipt)
    expect(receipts).toEqual(list('one'))
    expect(receipts.map(({ frame, file }) => [frame, file])).toEqual([2, 3, 4, 5].map((n) => [n, `f.000${n}.png`]))
    for (const { frame, file, digest: own, plan, source } of receipts) {
      const single = await run('--clip', '1', '--frame', `${frame}`, '--out', 'single.png', '--json')
      expect(JSON.parse(single.out[0]!)).toMatchObject({ digest: own, plan, source })
      const image = whole(png.read(readFileSync(join(folder, 'one', file))))
      const codes = Uint16Array.from(
        { length: image.planes[0].length * 3 },
        (_, i) => image.planes[i % 3]![Math.floor(i / 3)]!,
      )
      expect(
        await digest(image.width, image.height, codes, (bytes) => createHash('sha256').update(bytes).digest()),
      ).toBe(own)
    }
    expect(new Set(receipts.map(({ digest: own }) => own)).size).toBe(4)
  })

  it('[FILE11] every format holds the same frame, in its depth', async () => {
    const files: [string, string | null][] = [
      ['png', null],
      ['tif', null],
      ['dpx', null],
      ['dpx', '10'],
      ['png', '8'],
      ['exr', 'float'],
    ]
    const digests = new Set<string>()
    for (const [ending, depth] of files) {
      const name = `all-${ending}-${depth}`
      expect(
        (
          await run(
            '--clip',
            '1',
            '--frames',
            '3-3',
            '--out',
            `${name}/%d.${ending}`,
            ...(depth ? ['--depth', depth] : []),
          )
        ).refused,
      ).toBeNull()
      for (const { digest: own } of list(name)) digests.add(own)
    }
    expect(digests.size).toBe(1)
    const light = load('all-exr-float/3.exr')
    for (const [ending, depth] of files.slice(0, 5)) {
      const image = load(`all-${ending}-${depth}/3.${ending}`)
      expect(image.depth).toBe(Number(depth ?? 16))
      image.planes.forEach((plane, c) => {
        expect(
          differing(
            plane,
            light.planes[c]!.map((x) => codeOf(x, topOf(image.depth))),
          ),
        ).toBe(0)
      })
    }
  })

  it('[FILE11] without a clip frames are the timeline’s; all is all', async () => {
    const { refused } = await run('--frames', 'all', '--out', 'cut/%06d.dpx', '--depth', '10')
    expect(refused).toBeNull()
    const receipts = list('cut')
    expect(receipts.length).toBe(24)
    expect(receipts.map(({ frame }) => frame)).toEqual([...Array(12).keys(), ...Array(12).keys()])
    expect(new Set(receipts.map(({ clip }) => clip)).size).toBe(2)
    const other = await run('--clip', '2', '--frame', '7', '--out', 'seven.png', '--json')
    expect((JSON.parse(other.out[0]!) as FileReceipt).digest).toBe(receipts[19]!.digest)
  })
})

describe('[FILE12] what stands is kept', () => {
  it('[FILE12] the same command goes on: what is there byte for byte is kept, what is missing, damaged or of another grade is made', async () => {
    const again = (range: string, ...more: string[]) =>
      run('--clip', '1', '--frames', range, '--out', 'go/%03d.tif', ...more)
    await again('0-5')
    const first = list('go')
    const path = (n: number) => join(folder, 'go', `00${n}.tif`)
    rmSync(path(1))
    truncateSync(path(2), 500)
    // A frame of another grade, one of another depth, and a line that a crash cut off.
    const lines = first.map((receipt) =>
      receipt.frame === 3 ? { ...receipt, plan: 'another' } : receipt.frame === 4 ? { ...receipt, depth: 8 } : receipt,
    )
    writeFileSync(
      join(folder, 'go', 'receipts.jsonl'),
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"file":"00`,
    )
    writeFileSync(`${path(2)}.0123abcd.part`, 'left by a crash')
    writeFileSync(join(folder, 'go', 'mine.0123abcd.part'), 'of somebody else')
    const { out } = await again('0-6')
    expect(out[0]).toMatch(/^7 frames in .*go\/%03d\.tif, 2 of them stood there already, /)
    expect(readdirSync(join(folder, 'go')).filter((name) => name.endsWith('.part'))).toEqual(['mine.0123abcd.part'])
    const last = new Map(list('go').map((receipt) => [receipt.file, receipt]))
    for (const { at: _, revision: __, ...receipt } of first) expect(last.get(receipt.file)).toMatchObject(receipt)
    for (const [file, { sha256 }] of last)
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, 'go', file)))
          .digest('hex'),
      ).toBe(sha256)
    expect((await again('0-6')).out[0]).toContain('7 of them stood there already')
    expect((await again('0-6', '--depth', '8')).out[0]).not.toContain('stood there')
  })

  it('[FILE12] stopped between frames it says how far it came, leaves no half file and goes on from there', async () => {
    let stop = () => {}
    const [out, err]: [string[], string[]] = [[], []]
    const io: Io = {
      out: (line) => {
        out.push(line)
        if (out.length === 3) stop()
      },
      err: (line) => void err.push(line),
      stop: new Promise<void>((done) => {
        stop = done
      }),
      cwd: folder,
      fault: null,
    }
    expect(await render.run([data, '--clip', '1', '--frames', '0-9', '--out', 'stop/%d.png', '--json'], io)).toBe(1)
    const [, count] = /^Stopped after (\d) of 10 frames; the same command goes on from there\.$/.exec(err.at(-1)!) ?? []
    // The word to stop is heard before the next frame but one.
    expect(Number(count)).toBe(out.length)
    expect(out.length).toBeLessThan(10)
    expect(readdirSync(join(folder, 'stop')).length).toBe(out.length + 1)
    const { out: rest } = await run('--clip', '1', '--frames', '0-9', '--out', 'stop/%d.png')
    expect(rest[0]).toContain(`, ${count} of them stood there already`)
  })

  it('[FILE12] killed at any moment it leaves whole frames only, and the same command makes the rest', async () => {
    const argv = ['render', data, '--clip', '1', '--frames', 'all', '--out', 'kill/%d.png', '--json']
    const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
    for (const after of [1, 4]) {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...argv], { cwd: folder })
      let lines = 0
      child.stdout.on('data', (part: Buffer) => {
        lines += part.toString().split('\n').length - 1
        if (lines >= after) child.kill('SIGKILL')
      })
      await once(child, 'close')
      const names = readdirSync(join(folder, 'kill')).filter((name) => name.endsWith('.png'))
      expect(names.length).toBeGreaterThanOrEqual(after)
      for (const name of names) expect(whole(png.read(readFileSync(join(folder, 'kill', name)))).width).toBe(96)
    }
    const { out } = await run('--clip', '1', '--frames', 'all', '--out', 'kill/%d.png')
    expect(out[0]).toMatch(/^12 frames in .*, \d+ of them stood there already, /)
    expect(readdirSync(join(folder, 'kill')).filter((name) => name.endsWith('.part'))).toEqual([])
    expect(list('kill').map(({ digest: own }) => own)).toEqual(
      list('cut')
        .slice(0, 12)
        .map(({ digest: own }) => own),
    )
  })

  it.each<[string[], RegExp]>([
    [['--clip', '1', '--frames', '0-99', '--out', 'x/%d.png'], /^Clip .* has frames 0 to 11; there is no frame 99\.$/],
    [['--frames', '0-99', '--out', 'x/%d.png'], /^The timeline has frames 0 to 23; there is no frame 99\.$/],
    [['--clip', '1', '--frames', '5-2', '--out', 'x/%d.png'], /^--frames 5-2 ends before it begins\.$/],
    [['--clip', '1', '--frames', 'some', '--out', 'x/%d.png'], /^--frames some is neither A-B nor all\.$/],
    [
      ['--clip', '1', '--frames', '0-2', '--out', 'x/y.png'],
      /^--out .*x\/y\.png says where the frame's number goes by one %06d/,
    ],
    [['--clip', '1', '--frames', '0-2', '--out', 'x/%d-%d.png'], /says where the frame's number goes/],
    [['--clip', '1', '--frames', '0-2', '--out', 'x/%d.mov'], /has no ending of a picture/],
    [
      ['--clip', '1', '--frames', '0-2', '--out', 'x/%d.png', '--depth', '12'],
      /^A PNG has a depth of 16 or 8, not 12\.$/,
    ],
    [['--clip', 'nosuch', '--frames', '0-2', '--out', 'x/%d.png'], /^The timeline has no clip nosuch/],
    [['--clip', '1', '--frame', '0', '--frames', '0-2', '--out', 'x/%d.png'], /^render takes a link or a data folder/],
  ])('[FILE12] %s is one sentence, and no folder is made', async (argv, sentence) => {
    expect((await run(...argv)).refused).toMatch(sentence)
    expect(readdirSync(folder)).not.toContain('x')
  })

  it('[FILE12] a folder that cannot be made or written is one sentence', async () => {
    writeFileSync(join(folder, 'file'), '')
    expect((await run('--clip', '1', '--frames', '0-2', '--out', 'file/%d.png')).refused).toMatch(
      /^The folder .*file cannot be made: EEXIST\.$/,
    )
    mkdirSync(join(folder, 'taken', '0.png'), { recursive: true })
    expect((await run('--clip', '1', '--frames', '0-2', '--out', 'taken/%d.png')).refused).toMatch(
      /0\.png cannot be written: \w+\.$/,
    )
    expect(readdirSync(join(folder, 'taken'))).toEqual(['0.png'])
    renameSync(join(folder, 'taken'), join(folder, 'given'))
  })

  it('[FILE12] a number goes where the pattern says', () => {
    expect([frameName('a/%06d.exr', 12), frameName('a/%d.exr', 12), frameName('a/x_%04d.exr', 12345)]).toEqual([
      'a/000012.exr',
      'a/12.exr',
      'a/x_12345.exr',
    ])
    expect([
      checkPattern('/a/%06d.exr'),
      checkPattern('/%d/a.exr') === null,
      checkPattern('/a/b.exr') === null,
    ]).toEqual([null, false, false])
  })
})

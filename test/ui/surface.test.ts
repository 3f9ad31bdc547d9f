import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { actionOf, actions } from '../../client/actions/index.ts'
import { restMs } from '../../client/hand/burst.ts'
import { turnBall, turnMaster } from '../../client/hand/wheel.ts'
import { reachOf } from '../../client/panels/surface-reach.ts'
import { learn } from '../../client/panels/use-actions.ts'
import type { Desk } from '../../client/state/desk.ts'
import { paletteOf } from '../../client/state/palette.ts'
import { readKept, writeKept } from '../../client/surface/map.ts'
import { MicroReader, micro, microMap } from '../../client/surface/micro.ts'
import { type Encoding, hint, readMidi, steps } from '../../client/surface/midi.ts'
import { Pickup } from '../../client/surface/pickup.ts'
import type { HidDevice, HidReport, MidiInput, Ports } from '../../client/surface/ports.ts'
import { Surfaces } from '../../client/surface/surfaces.ts'
import { controls, controlTitle, parseTarget, placesOf, printTarget, touched } from '../../client/surface/target.ts'
import { atLevel, levelOf, rested } from '../../client/surface/turn.ts'
import { fakeDesk } from './kit/demo.ts'

// As the grader does.
learn(actions)

const gain = controls.find(({ op, param }) => op.id === 'primaries' && param.id === 'gain')!
const saturation = controls.find(({ op, param }) => op.id === 'primaries' && param.id === 'saturation')!

/** A shelf of nothing but a map. */
function shelf() {
  const kept = new Map<string, string>()
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (k: string, v: string) => void kept.set(k, v) }
}

/** A MIDI device that says what a test wants. */
function fakeMidi(name: string) {
  const input: MidiInput = { name, state: 'connected', onmidimessage: null }
  const access = { inputs: { values: () => [input] }, onstatechange: null }
  const ports: Ports = { midi: async () => access, hid: null }
  return { ports, send: (...data: number[]) => input.onmidimessage?.({ data }) }
}

/** A Micro Color Panel: reports as WebHID gives them, the id apart. */
function fakeMicro() {
  const ears = new Set<(e: HidReport) => void>()
  const lit: number[] = []
  const device: HidDevice = {
    vendorId: micro.vendorId,
    productId: micro.productId,
    opened: false,
    collections: [{ inputReports: [{ reportId: 2 }, { reportId: 5 }, { reportId: 6 }] }],
    open: async () => {},
    close: async () => {},
    sendFeatureReport: async (id) => void lit.push(id),
    addEventListener: (_, hear) => void ears.add(hear),
    removeEventListener: (_, hear) => void ears.delete(hear),
  }
  const keys = { ...device, collections: [{ inputReports: [{ reportId: 1 }] }] }
  const hid = {
    getDevices: async () => [keys, device],
    requestDevice: async () => [device],
    addEventListener: () => {},
    removeEventListener: () => {},
  }
  const report = (reportId: number, numbers: readonly (readonly [at: number, value: number])[]) => {
    const data = new DataView(new ArrayBuffer(63))
    for (const [at, value] of numbers) data.setInt32(at, value, true)
    for (const hear of ears) hear({ reportId, data })
  }
  /** Buttons that are down, by the number of their bit in the whole report. */
  const press = (...ids: readonly number[]) => {
    const data = new DataView(new ArrayBuffer(8))
    for (const id of ids) data.setUint8((id >> 3) - 1, data.getUint8((id >> 3) - 1) | (1 << (id & 7)))
    for (const hear of ears) hear({ reportId: 2, data })
  }
  return { ports: { midi: null, hid } satisfies Ports, report, press, lit, ears }
}

const stand = (role: 'colorist' | 'client' = 'colorist') => {
  const { desk, suite } = fakeDesk(role)
  if (role === 'colorist') actionOf('append').run(desk, { key: '', held: () => false })
  return { desk, suite, depth: () => suite.undoDepth(desk.level!) }
}
const keyOf = (desk: Desk, control: string) => `${desk.level}/${desk.version}/${desk.node!.id}/${control}`
/** As committed, of 32-bit numbers the four decimals that hands write. */
const storedIn = ({ desk, suite }: Pick<ReturnType<typeof stand>, 'desk' | 'suite'>, control: string) =>
  (suite.entries.get(keyOf(desk, control)) as readonly number[] | undefined)?.map((v) => Number(v.toFixed(4)))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what a device says', () => {
  it('[SURF1] control changes and notes are parts with a number; nothing else says anything', () => {
    expect(readMidi([0xb0, 7, 100])).toEqual({ kind: 'value', part: 'cc 1 7', value: 100 })
    expect(readMidi([0x9f, 60, 90])).toEqual({ kind: 'value', part: 'note 16 60', value: 90 })
    expect(readMidi([0x8f, 60, 90])).toEqual({ kind: 'value', part: 'note 16 60', value: 0 })
    expect([[0xf8], [0xe0, 0, 64], [0xb0, 121, 0], [0xb0, 200, 0], []].map(readMidi)).toEqual(Array(5).fill(null))
  })

  it.each([
    ['twos', [1, 5, 127, 123, 64], [1, 5, -1, -5, -64]],
    ['offset', [65, 69, 63, 59, 64], [1, 5, -1, -5, 0]],
    ['signed', [1, 5, 65, 69, 64], [1, 5, -1, -5, 0]],
  ] as const)('[SURF1] steps of the relative encoding %s', (encoding, values, want) =>
    expect(values.map((value) => steps(encoding, value) + 0)).toEqual(want),
  )

  it.each<[Encoding | null, readonly number[]]>([
    ['absolute', [60, 61, 62, 64, 67]],
    ['absolute', [127, 126, 124]],
    ['twos', [1, 1, 2, 1, 127, 127, 126]],
    ['twos', [1, 1, 1]],
    ['offset', [65, 65, 66, 63, 63]],
    ['offset', [63, 63, 63]],
    ['signed', [1, 1, 2, 65, 66, 65]],
    [null, [1, 1]],
  ])('[SURF2] a knob turned right and then left hints at its encoding: %s', (encoding, values) =>
    expect(hint(values)).toBe(encoding),
  )

  it('[SURF3] an absolute knob takes a value up only when it has come to it, and again once somebody else has moved it', () => {
    const pickup = new Pickup()
    expect([0.1, 0.3, 0.49].map((level) => pickup.takes(level, 0.5))).toEqual([false, false, true])
    pickup.left(0.49)
    expect(pickup.takes(0.6, 0.49)).toBe(true)
    pickup.left(0.6)
    expect(pickup.takes(0.61, 0.2)).toBe(false)
    expect(pickup.takes(0.1, 0.2)).toBe(true)
  })
})

describe('what a part can do', () => {
  it('[SURF4] every place of every control and every action is written, read back and has a name of its own', () => {
    const titles = controls.flatMap((control) =>
      placesOf(control).map((place) => {
        const target = { kind: 'move', control, place } as const
        expect(parseTarget(printTarget(target))).toEqual(target)
        return `${control.op.title} ${controlTitle(target)}`
      }),
    )
    expect(new Set(titles).size).toBe(titles.length)
    expect(parseTarget('undo')).toEqual({ kind: 'action', id: 'undo' })
    const wrong = ['', 'fly', 'primaries.gain', 'primaries.gain 4', 'primaries.saturation ball', 'primaries.none 0']
    expect(wrong.map(parseTarget)).toEqual(wrong.map(() => null))
  })

  it('[SURF4] a control touched on the screen is found by its accessible name among those of its palette', () => {
    const names = ['Gain master', 'Gain colour', 'Gain R', 'Saturation', 'Reset Gain', 'Gain nothing', '']
    const { controls: own } = paletteOf('wheels')
    expect(names.map((name) => touched(name, own)).map((to) => to && printTarget(to))).toEqual([
      'primaries.gain master',
      'primaries.gain across',
      'primaries.gain 1',
      'primaries.saturation 0',
      'rest primaries.gain all',
      null,
      null,
    ])
  })

  it('[SURF4] a level is put where it is read, and rest is rest', () => {
    for (const place of ['master', 'across', 'upright', 2] as const) {
      const put = atLevel(gain, place, [1, 1, 1, 1], 0.52)
      expect(levelOf(gain, place, put)).toBeCloseTo(0.52, 2)
    }
    expect(rested(gain, 'all', [2, 1.1, 1, 0.9])).toEqual([1, 1, 1, 1])
    expect(rested(gain, 'master', [2, 1.1, 1, 0.9])).toEqual([1, 1.1, 1, 0.9])
    expect(rested(gain, 'ball', [2, 1.1, 1, 0.9])).toEqual([2, 1, 1, 1])
    expect(atLevel(saturation, 0, saturation.param.neutral, 0)).toEqual([saturation.param.soft[0]])
  })
})

describe('a MIDI device at a desk', () => {
  const begin = async (role: 'colorist' | 'client' = 'colorist') => {
    const at = stand(role)
    const midi = fakeMidi('Knobs')
    const kept = shelf()
    const surfaces = new Surfaces(reachOf(at.desk), midi.ports, kept, 'Clara')
    await surfaces.connectMidi()
    return { ...at, ...midi, surfaces, kept }
  }

  it('[SURF5] a relative knob turns Gain’s master as a drag of so many pixels does; at rest for 400 ms it is one undo step', async () => {
    const at = await begin()
    at.surfaces.bind('Knobs', 'cc 1 7', { to: 'primaries.gain master', as: 'twos' })
    const before = at.depth()
    for (let i = 0; i < 5; i++) at.send(0xb0, 7, 1)
    expect(at.suite.seen.length).toBeGreaterThanOrEqual(5)
    expect([storedIn(at, 'primaries.gain'), at.depth()]).toEqual([undefined, before])
    vi.advanceTimersByTime(restMs - 1)
    expect(at.depth()).toBe(before)
    vi.advanceTimersByTime(1)
    expect(storedIn(at, 'primaries.gain')).toEqual(turnMaster(gain.param, [1, 1, 1, 1], 20))
    expect(at.depth()).toBe(before + 1)
  })

  it('[SURF5] the next control ends the run of the one before; slow turning loses nothing to rounding', async () => {
    const at = await begin()
    at.surfaces.bind('Knobs', 'cc 1 7', { to: 'primaries.gain master', as: 'twos' })
    at.surfaces.bind('Knobs', 'cc 1 8', { to: 'primaries.saturation 0', as: 'twos' })
    at.surfaces.setPace('Knobs', 0.1)
    const before = at.depth()
    for (let i = 0; i < 50; i++) at.send(0xb0, 7, 1)
    at.send(0xb0, 8, 10)
    expect(at.depth()).toBe(before + 1)
    expect(storedIn(at, 'primaries.gain')).toEqual(turnMaster(gain.param, [1, 1, 1, 1], 20))
    vi.advanceTimersByTime(restMs)
    expect(at.depth()).toBe(before + 2)
  })

  it('[SURF5] at the end of the range nothing adds up: a turn back counts at once', async () => {
    const at = await begin()
    at.surfaces.bind('Knobs', 'cc 1 7', { to: 'primaries.gain master', as: 'twos' })
    for (let i = 0; i < 60; i++) at.send(0xb0, 7, 20)
    at.send(0xb0, 7, 127)
    vi.advanceTimersByTime(restMs)
    const [top] = [gain.param.soft[1]]
    expect(storedIn(at, 'primaries.gain')![0]).toBe(turnMaster(gain.param, [top, 1, 1, 1], -4)[0])
  })

  it('[SURF3] an absolute knob waits for its value, then moves it over the soft range', async () => {
    const at = await begin()
    at.surfaces.bind('Knobs', 'cc 1 1', { to: 'primaries.saturation 0', as: 'absolute' })
    at.send(0xb0, 1, 5)
    vi.advanceTimersByTime(restMs)
    expect(storedIn(at, 'primaries.saturation')).toBeUndefined()
    at.send(0xb0, 1, 120)
    at.send(0xb0, 1, 127)
    vi.advanceTimersByTime(restMs)
    expect(storedIn(at, 'primaries.saturation')).toEqual([saturation.param.soft[1]])
  })

  it('[SURF6] a note or a switch runs an action of the keymap once a press, and a push resets', async () => {
    const at = await begin()
    at.surfaces.bind('Knobs', 'note 1 60', { to: 'append', as: 'absolute' })
    at.surfaces.bind('Knobs', 'cc 1 20', { to: 'rest primaries.gain all', as: 'absolute' })
    at.surfaces.bind('Knobs', 'cc 1 7', { to: 'primaries.gain master', as: 'offset' })
    at.send(0xb0, 7, 74)
    at.send(0xb0, 20, 127)
    expect(storedIn(at, 'primaries.gain')).toEqual([1, 1, 1, 1])
    const nodes = at.desk.graph!.nodes.length
    at.send(0x90, 60, 100)
    at.send(0x90, 60, 100)
    at.send(0x80, 60, 0)
    expect(at.desk.graph!.nodes.length).toBe(nodes + 1)
    at.send(0x90, 60, 100)
    expect(at.desk.graph!.nodes.length).toBe(nodes + 2)
  })

  it('[SURF7] what may not be moved is refused as for the mouse, with the sentence in the foot, once a run', async () => {
    const at = await begin('client')
    at.surfaces.bind('Knobs', 'cc 1 7', { to: 'primaries.gain master', as: 'twos' })
    at.surfaces.bind('Knobs', 'note 1 60', { to: 'add-serial', as: 'absolute' })
    const said: string[] = []
    const say = at.desk.say.bind(at.desk)
    at.desk.say = (sentence) => {
      said.push(sentence)
      say(sentence)
    }
    const { size } = at.suite.entries
    for (let i = 0; i < 10; i++) at.send(0xb0, 7, 3)
    expect(said.length).toBe(1)
    vi.advanceTimersByTime(restMs)
    at.send(0xb0, 7, 3)
    expect(said.length).toBe(2)
    at.send(0x90, 60, 100)
    expect(said[2]).toMatch(/right to/)
    expect(at.suite.entries.size).toBe(size)
  })

  it('[SURF8] learnt: a knob is moved, a control touched; nothing is graded meanwhile, and it is kept for the person', async () => {
    const at = await begin()
    at.surfaces.learn(true)
    for (const value of [1, 1, 2, 127, 127]) at.send(0xb0, 9, value)
    expect(at.surfaces.learning).toEqual({ device: 'Knobs', part: 'cc 1 9', values: [1, 1, 2, 127, 127] })
    at.surfaces.teach('primaries.gain master')
    expect(at.surfaces.lines('Knobs')).toEqual([{ part: 'cc 1 9', to: 'primaries.gain master', as: 'twos' }])
    expect(at.suite.seen.length).toBe(0)
    expect(readKept(at.kept, 'Clara')).toEqual({
      midi: true,
      devices: { Knobs: { pace: 1, parts: { 'cc 1 9': { to: 'primaries.gain master', as: 'twos' } } } },
    })
    expect(readKept(at.kept, 'Dana').devices).toEqual({})
    at.surfaces.bind('Knobs', 'cc 1 9', null)
    at.send(0xb0, 9, 1)
    expect([at.surfaces.lines('Knobs'), at.suite.seen.length]).toEqual([[], 0])
  })

  it('[SURF8] what was kept and cannot be read is left out, and a browser that keeps nothing is said', () => {
    const kept = shelf()
    kept.setItem(
      'samelight.surfaces.Clara',
      '{"midi":1,"devices":{"A":{"pace":99,"parts":{"x":{"to":"fly","as":"twos"},"y":7}}}}',
    )
    expect(readKept(kept, 'Clara')).toEqual({ midi: false, devices: { A: { pace: 1, parts: {} } } })
    kept.setItem('samelight.surfaces.Clara', '{')
    expect(readKept(kept, 'Clara')).toEqual({ midi: false, devices: {} })
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota')
      },
    }
    expect(writeKept(full, 'Clara', { midi: true, devices: {} })).toMatch(/keeps nothing/)
  })

  it('[SURF8] a browser that gives no MIDI says why', async () => {
    const { desk } = stand()
    const no = async () => {
      throw new Error('Permission denied.')
    }
    const surfaces = new Surfaces(reachOf(desk), { midi: no, hid: null }, shelf(), 'Clara')
    await surfaces.connectMidi()
    expect(surfaces.refusal).toBe('MIDI is not to be had: Permission denied.')
    expect(surfaces.lacks).toEqual({ midi: false, hid: true })
  })
})

describe('the Micro Color Panel', () => {
  const begin = async () => {
    const at = stand()
    const panel = fakeMicro()
    const surfaces = new Surfaces(reachOf(at.desk), panel.ports, shelf(), 'Clara')
    await surfaces.begin()
    return { ...at, ...panel, surfaces }
  }

  it('[SURF9] every part does something there is', () => {
    const broken = Object.entries(microMap).filter(([, to]) => parseTarget(to) === null)
    expect(broken).toEqual([])
    expect(Object.keys(microMap).length).toBeGreaterThan(50)
  })

  it('[SURF9] a ball is the call of a puck dragged, its ring the master wheel, a knob its number', async () => {
    const at = await begin()
    expect(at.surfaces.devices).toEqual([micro.name])
    expect(at.ears.size).toBe(1)
    at.report(0x05, [
      [1 + 4 * 6, 30],
      [1 + 4 * 7, -40],
    ])
    vi.advanceTimersByTime(restMs)
    const ball = turnBall(gain.param, [1, 1, 1, 1], 30, -40)
    expect(storedIn(at, 'primaries.gain')).toEqual(ball)
    at.report(0x05, [[1 + 4 * 8, 25]])
    vi.advanceTimersByTime(restMs)
    expect(storedIn(at, 'primaries.gain')).toEqual(turnMaster(gain.param, ball, 25))
    at.report(0x06, [[2 + 4 * 3, -10]])
    vi.advanceTimersByTime(restMs)
    expect(storedIn(at, 'primaries.contrast')![0]).toBeLessThan(1)
    expect(storedIn(at, 'primaries.lift')).toBeUndefined()
  })

  it('[SURF9] buttons act when they go down, pushes reset, and lights are kept on', async () => {
    const at = await begin()
    at.report(0x05, [[1 + 4 * 8, 25]])
    at.press(10)
    expect(storedIn(at, 'primaries.gain')).toEqual([1, 1, 1, 1])
    at.press(10, 24)
    expect(storedIn(at, 'primaries.gain')![0]).toBeGreaterThan(1)
    at.press(24)
    at.press()
    expect(storedIn(at, 'primaries.gain')![0]).toBeGreaterThan(1)
    const nodes = at.desk.graph!.nodes.length
    at.press(44)
    expect(at.desk.graph!.nodes.length).toBe(nodes + 1)
    expect(at.lit).toEqual([0x0a, 0x03])
    await vi.advanceTimersByTimeAsync(15_000)
    expect(at.lit).toEqual([0x0a, 0x03, 0x0a, 0x03])
  })

  it('[SURF9] a short or unknown report says nothing', () => {
    const reader = new MicroReader()
    expect(reader.read(0x05, new DataView(new ArrayBuffer(3)))).toEqual([])
    expect(reader.read(0x07, new DataView(new ArrayBuffer(63)))).toEqual([])
  })
})

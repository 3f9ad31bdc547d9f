/** The devices of this desk: which are there, what they say, what is being learnt, and what is kept of it. */
import type { Shelf } from '../state/layout.ts'
import { blankMap, type DeviceMap, type Kept, type Line, paces, readKept, writeKept } from './map.ts'
import { lights, MicroReader, micro, microMap } from './micro.ts'
import { hint, readMidi } from './midi.ts'
import type { HidDevice, HidReport, MidiAccess, MidiInput, Ports } from './ports.ts'
import type { Reach } from './reach.ts'
import type { Signal } from './signal.ts'
import { Surface } from './surface.ts'
import { parseTarget, type Target } from './target.ts'

/** A part that was moved to be learnt, and the numbers it has sent since. */
export interface Moved {
  readonly device: string
  readonly part: string
  readonly values: readonly number[]
}

/** Numbers kept of a part that is being learnt. */
const most = 32

interface Opened {
  readonly device: HidDevice
  readonly stop: () => void
}

/** One panel comes as several interfaces, each a device: the one that says buttons is meant. */
const isMicro = ({ vendorId, productId, collections }: HidDevice): boolean =>
  vendorId === micro.vendorId &&
  productId === micro.productId &&
  collections.some(({ inputReports }) => inputReports.some(({ reportId }) => reportId === 0x02))

const why = (e: unknown): string => (e instanceof Error ? e.message.replace(/\.$/, '') : String(e))

export class Surfaces {
  /** Names of the devices that are there, in the order they came. */
  devices: readonly string[] = []
  /** Why something is not to be had; null: nothing is amiss. */
  refusal: string | null = null
  /** Waiting for a part to be moved, or one that was; null: nothing is learnt. */
  learning: 'waiting' | Moved | null = null
  readonly #ports: Ports
  readonly #shelf: Shelf
  readonly #person: string
  readonly #surface: Surface
  readonly #ears = new Set<() => void>()
  #kept: Kept
  #midi: MidiAccess | null = null
  #inputs: readonly MidiInput[] = []
  #opened: readonly Opened[] = []
  #closed = false

  constructor(reach: Reach, ports: Ports, shelf: Shelf, person: string) {
    this.#surface = new Surface(reach)
    this.#ports = ports
    this.#shelf = shelf
    this.#person = person
    this.#kept = readKept(shelf, person)
  }

  on = (hear: () => void): (() => void) => {
    this.#ears.add(hear)
    return () => void this.#ears.delete(hear)
  }
  /** Another number at each change: what a screen listens to. */
  turn = 0
  #tell(): void {
    this.turn++
    for (const hear of [...this.#ears]) hear()
  }

  /** What this browser lacks altogether. */
  get lacks(): { readonly midi: boolean; readonly hid: boolean } {
    return { midi: this.#ports.midi === null, hid: this.#ports.hid === null }
  }

  /** Opens what this person has used before and what the browser lets us have without asking. */
  async begin(): Promise<void> {
    const { hid } = this.#ports
    hid?.addEventListener('connect', this.#came)
    hid?.addEventListener('disconnect', this.#went)
    if (this.#kept.midi) await this.connectMidi()
    if (hid) for (const device of await hid.getDevices()) await this.#open(device)
  }

  /** Asks for MIDI; the browser asks the person. */
  async connectMidi(): Promise<void> {
    if (!this.#ports.midi || this.#midi) return
    try {
      const midi = await this.#ports.midi()
      if (this.#closed) return
      this.#midi = midi
      midi.onstatechange = () => this.#look()
      this.#keep({ ...this.#kept, midi: true })
      this.#look()
      if (this.#inputs.length === 0) this.#refuse('No MIDI device is connected: plug one in, it is found by itself.')
    } catch (e) {
      this.#refuse(`MIDI is not to be had: ${why(e)}.`)
    }
  }

  /** Lets the person choose a panel; to be called in a press. */
  async connectHid(): Promise<void> {
    const { hid } = this.#ports
    if (!hid) return
    try {
      const { vendorId, productId } = micro
      const chosen = await hid.requestDevice({ filters: [{ vendorId, productId }] })
      for (const device of chosen) await this.#open(device)
      this.#refuse(chosen.length === 0 ? 'No panel was chosen.' : this.refusal)
    } catch (e) {
      this.#refuse(`The panel is not to be had: ${why(e)}.`)
    }
  }

  /** What is kept of a device. */
  mapOf(device: string): DeviceMap {
    return this.#kept.devices[device] ?? blankMap
  }
  /** Every part of a device that does something: its own map, and over it what this person has learnt. */
  lines(device: string): readonly (Line & { readonly part: string })[] {
    const own = device === micro.name ? microMap : {}
    const all = { ...Object.fromEntries(Object.entries(own).map(([part, to]) => [part, plain(to)])) }
    return Object.entries({ ...all, ...this.mapOf(device).parts })
      .filter(([, { to }]) => to !== '')
      .map(([part, line]) => ({ part, ...line }))
  }

  learn(on: boolean): void {
    this.learning = on ? 'waiting' : null
    this.#tell()
  }
  /** The part that was moved does this from now on, read as its numbers hint; answers the encoding. */
  teach(to: string): void {
    if (this.learning === null || this.learning === 'waiting') return
    const { device, part, values } = this.learning
    this.learning = null
    this.bind(device, part, { to, as: hint(values) ?? 'absolute' })
  }
  /** Sets what a part does; null: nothing. */
  bind(device: string, part: string, line: Line | null): void {
    const map = this.mapOf(device)
    const parts = { ...map.parts, [part]: line ?? plain('') }
    this.#keepMap(device, { ...map, parts })
  }
  setPace(device: string, pace: number): void {
    if (Number.isFinite(pace))
      this.#keepMap(device, { ...this.mapOf(device), pace: Math.min(Math.max(pace, paces[0]), paces[1]) })
  }
  /** The device as it came: what was learnt is forgotten. */
  forget(device: string): void {
    this.#keepMap(device, blankMap)
  }

  close(): void {
    this.#closed = true
    this.#surface.close()
    const { hid } = this.#ports
    hid?.removeEventListener('connect', this.#came)
    hid?.removeEventListener('disconnect', this.#went)
    if (this.#midi) this.#midi.onstatechange = null
    for (const input of this.#inputs) input.onmidimessage = null
    for (const { stop } of this.#opened) stop()
  }

  #keepMap(device: string, map: DeviceMap): void {
    this.#keep({ ...this.#kept, devices: { ...this.#kept.devices, [device]: map } })
  }
  #keep(kept: Kept): void {
    this.#kept = kept
    this.refusal = writeKept(this.#shelf, this.#person, kept)
    this.#tell()
  }
  #refuse(sentence: string | null): void {
    this.refusal = sentence
    this.#tell()
  }

  /** Reads which MIDI inputs are there: at first, and whenever one comes or goes. */
  #look(): void {
    this.#inputs = [...this.#midi!.inputs.values()].filter(({ state }) => state === 'connected')
    for (const input of this.#inputs) {
      const name = nameOf(input)
      input.onmidimessage = ({ data }) => {
        const signal = data && readMidi(data)
        if (signal) this.#hear(name, signal)
      }
    }
    if (this.#inputs.length > 0) this.refusal = null
    this.#list()
  }
  #list(): void {
    this.devices = [...new Set([...this.#inputs.map(nameOf), ...this.#opened.map(() => micro.name as string)])]
    this.#tell()
  }

  readonly #came = ({ device }: { readonly device: HidDevice }) => void this.#open(device)
  readonly #went = ({ device }: { readonly device: HidDevice }) => {
    for (const one of this.#opened) if (one.device === device) one.stop()
    this.#opened = this.#opened.filter((one) => one.device !== device)
    this.#list()
  }
  async #open(device: HidDevice): Promise<void> {
    if (!isMicro(device) || this.#opened.some((one) => one.device === device)) return
    try {
      if (!device.opened) await device.open()
    } catch (e) {
      return this.#refuse(`The panel cannot be opened: ${why(e)}. Another program may hold it.`)
    }
    if (this.#closed) return
    const reader = new MicroReader()
    const hear = ({ reportId, data }: HidReport) => {
      for (const signal of reader.read(reportId, data)) this.#hear(micro.name, signal)
    }
    device.addEventListener('inputreport', hear)
    const light = async () => {
      try {
        for (const [id, bytes] of lights.reports) await device.sendFeatureReport(id, Uint8Array.from(bytes))
      } catch (e) {
        clearInterval(timer)
        this.#refuse(`The panel works, but its lights stay off: ${why(e)}.`)
      }
    }
    const timer = setInterval(light, lights.everyMs)
    const stop = () => {
      clearInterval(timer)
      device.removeEventListener('inputreport', hear)
    }
    this.#opened = [...this.#opened, { device, stop }]
    this.#list()
    await light()
  }

  #hear(device: string, signal: Signal): void {
    if (this.learning !== null) {
      this.#learn(device, signal)
      return
    }
    const map = this.mapOf(device)
    const line = map.parts[signal.part] ?? (device === micro.name ? plain(microMap[signal.part] ?? '') : plain(''))
    const target: Target | null = line.to === '' ? null : parseTarget(line.to)
    if (target) this.#surface.take(device, signal, { target, encoding: line.as, pace: map.pace })
  }
  /** While something is learnt nothing is graded. */
  #learn(device: string, signal: Signal): void {
    const { part } = signal
    // A note that ends, or a switch let go, is not what was moved.
    const began = signal.kind !== 'value' || signal.value > 0
    const had = this.learning
    if (had === 'waiting' && !began) return
    const more = had !== null && had !== 'waiting' && had.device === device && had.part === part ? had.values : []
    const values = signal.kind === 'value' ? [...more, signal.value].slice(-most) : []
    this.learning = { device, part, values }
    this.#tell()
  }
}

const plain = (to: string): Line => ({ to, as: 'absolute' })
const nameOf = ({ name }: MidiInput): string => name || 'MIDI device'

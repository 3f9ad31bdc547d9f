/** The little of WebMIDI and WebHID that is used here, so that a test gives a device of its own. */
export interface MidiInput {
  readonly name: string | null
  readonly state: string
  onmidimessage: ((e: { readonly data: ArrayLike<number> | null }) => void) | null
}
export interface MidiAccess {
  readonly inputs: { values(): Iterable<MidiInput> }
  onstatechange: (() => void) | null
}
export interface HidReport {
  readonly reportId: number
  readonly data: DataView
}
export interface HidDevice {
  readonly vendorId: number
  readonly productId: number
  readonly opened: boolean
  /** What its interface can say, by the numbers of its reports. */
  readonly collections: readonly { readonly inputReports: readonly { readonly reportId: number }[] }[]
  open(): Promise<void>
  close(): Promise<void>
  sendFeatureReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>
  addEventListener(kind: 'inputreport', hear: (e: HidReport) => void): void
  removeEventListener(kind: 'inputreport', hear: (e: HidReport) => void): void
}
export interface Hid {
  getDevices(): Promise<readonly HidDevice[]>
  requestDevice(options: {
    readonly filters: readonly { readonly vendorId: number; readonly productId: number }[]
  }): Promise<readonly HidDevice[]>
  addEventListener(kind: 'connect' | 'disconnect', hear: (e: { readonly device: HidDevice }) => void): void
  removeEventListener(kind: 'connect' | 'disconnect', hear: (e: { readonly device: HidDevice }) => void): void
}

/** What a browser has of both; null: it has none of it. */
export interface Ports {
  readonly midi: (() => Promise<MidiAccess>) | null
  readonly hid: Hid | null
}

/** Those of this browser. */
export function browserPorts(): Ports {
  const own = navigator as unknown as { requestMIDIAccess?: () => Promise<MidiAccess>; hid?: Hid }
  return {
    midi: own.requestMIDIAccess ? () => own.requestMIDIAccess!() : null,
    hid: own.hid ?? null,
  }
}

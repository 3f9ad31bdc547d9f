/** What a person has set for the monitors of this suite, kept in this browser's IndexedDB: LUT files are too large for anything smaller. */
import { done, keeping, openTable } from './table.ts'

/** A LUT of the monitor that a clean feed is on, as its file is. */
export interface MonitorLut {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Whether the feed goes through it now. */
  readonly on: boolean
}

export interface KeptMonitor {
  readonly dither: boolean
  readonly lut: MonitorLut | null
}

/** By the person's name. Both reject with one sentence where the browser keeps nothing. */
export interface MonitorStore {
  load(person: string): Promise<KeptMonitor | null>
  save(person: string, kept: KeptMonitor): Promise<void>
}

export function browserMonitors(factory: IDBFactory): MonitorStore {
  const table = openTable(factory, 'samelight-monitors', 'kept')
  const saying = <T>(ask: () => Promise<T>) => keeping("The monitor's settings", ask)
  return {
    load: (person) =>
      saying(async () => {
        const found: unknown = await done((await table('readonly')).get(person))
        return isKept(found) ? found : null
      }),
    save: (person, kept) => saying(async () => void (await done((await table('readwrite')).put(kept, person)))),
  }
}

/** What an older version of ours kept may have another shape: then it counts as nothing. */
function isKept(found: unknown): found is KeptMonitor {
  const { dither, lut } = (found ?? {}) as Partial<KeptMonitor>
  if (typeof dither !== 'boolean' || lut === undefined) return false
  return (
    lut === null || (typeof lut.name === 'string' && lut.bytes instanceof Uint8Array && typeof lut.on === 'boolean')
  )
}

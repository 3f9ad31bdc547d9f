/** A whole session in one line: a hub in memory on a free port of loopback, and suites that join it. */

import { type Hub, type HubOptions, startHub } from '../../server/hub.ts'
import type { Clip, Media, Role } from '../../shared/doc/session.ts'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { type JoinOptions, joinSuite } from '../../shared/suite/join.ts'
import { memoryStore, type SuiteStore } from '../../shared/suite/store.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { parseLink } from '../../shared/suite/ticket.ts'
import { Network } from './network.ts'

// y-websocket's provider listens for the end of the process, three times a suite, until it is left: some suites in one process are no leak.
process.setMaxListeners(100)

/** A small generator, so that a failure can be run again: print the seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

export const clipId = (n: number): string => `clip000${n}`
const mediaId = (n: number): string => `medi000${n}`

/** Three clips of 48 frames one after the other, each from frame 10 of a file of 100. */
export const testTimeline = {
  name: 'test',
  width: 64,
  height: 36,
  rate: { num: 24, den: 1 },
  startTimecode: 86_400,
  tracks: [{ id: 'track000', kind: 'video' as const, order: 'm', name: 'V1' }],
  clips: [1, 2, 3].map(
    (n): Clip => ({
      id: clipId(n),
      name: `shot ${n}`,
      track: 'track000',
      media: mediaId(n),
      recordIn: (n - 1) * 48,
      sourceIn: 10,
      length: 48,
      speed: { num: 1, den: 1 },
    }),
  ),
  transitions: [],
  length: 144,
}

export const testMedia: readonly Media[] = [1, 2, 3].map((n) => ({
  id: mediaId(n),
  name: `shot${n}.mp4`,
  quick: String(n).repeat(32),
  width: 64,
  height: 36,
  rate: { num: 24, den: 1 },
  frames: 100,
  startTimecode: 0,
  depth: 10,
  matrix: 'bt709',
  range: 'limited',
  space: 'logc3-ei800-awg3',
  size: 1000,
}))

export interface Stage {
  readonly hub: Hub
  readonly network: Network
  /** Joins under a name, which is also its cable's. */
  join(name: string, role?: Role, over?: Partial<JoinOptions>): Promise<Suite>
  /** What a suite of this name keeps between visits. */
  store(name: string): SuiteStore
  /** Stops the hub and starts it again on the same port, from what it had stored. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Starts a hub; without `dataDir` in memory. */
export async function stage(over: Partial<HubOptions> = {}, seed = 1): Promise<Stage> {
  const options: HubOptions = {
    port: 0,
    dataDir: null,
    mediaDir: '/media',
    prepare: async () => ({ name: 'test', media: testMedia, timeline: testTimeline, files: new Map() }),
    ...over,
  }
  let hub = await startHub(options)
  const network = new Network()
  const stores = new Map<string, SuiteStore>()
  const suites: Suite[] = []
  const store = (name: string): SuiteStore => {
    const known = stores.get(name) ?? memoryStore()
    stores.set(name, known)
    return known
  }
  return {
    get hub() {
      return hub
    },
    network,
    store,
    async join(name, role = 'colorist', more = {}) {
      const link = parseLink(hub.links[role])
      if (typeof link === 'string') throw new Error(link)
      const suite = await joinSuite({
        ...link,
        name,
        WebSocket: network.socket(name),
        fetch: network.fetch(name),
        store: store(name),
        clock: () => performance.now(),
        random: seeded(seed * 1000 + suites.length * 7919 + name.length),
        engine: ENGINE_VERSION,
        ...more,
      })
      suites.push(suite)
      return suite
    },
    async restart() {
      const port = Number(new URL(hub.url).port)
      await hub.close()
      hub = await startHub({ ...options, port })
    },
    async close() {
      for (const suite of suites) suite.leave()
      await hub.close()
    },
  }
}

/** Patience of a test on a machine that has much else to do, milliseconds: long, since it is only spent where a test fails. */
export const patienceMs = 60_000

/** Waits for something to become true; fails in words when patience is over. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + patienceMs
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited ${patienceMs / 1000} s in vain: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Kept in this browser, by person: how many scopes stand at once, and how each is looked at. */
import type { ScopeKind } from '../../shared/scope/counts.ts'
import type { Scale } from '../../shared/scope/graticule.ts'
import type { Shelf } from './layout.ts'

/** In the order of their lists, with the words of the trade. */
export const scopeKinds = [
  ['parade', 'Parade'],
  ['waveform', 'Waveform'],
  ['vectorscope', 'Vectorscope'],
  ['histogram', 'Histogram'],
] as const satisfies readonly (readonly [ScopeKind, string])[]
export const scopeScales = [
  ['data10', '10 bit'],
  ['data12', '12 bit'],
  ['video10', '10 bit video'],
  ['video12', '12 bit video'],
  ['percent', '%'],
  ['millivolt', 'mV'],
  ['nits', 'nits'],
] as const satisfies readonly (readonly [Scale, string])[]

/** How a scope is looked at. */
export interface ScopeLook {
  readonly kind: ScopeKind
  readonly scale: Scale
  /** Lowest and highest pixel of each column as a line. */
  readonly extents: boolean
  /** Of a vectorscope: 2 shows its inner half. */
  readonly zoom: 1 | 2
}

export const scopeCounts = [1, 2, 4] as const

export interface ScopeChoice {
  readonly count: (typeof scopeCounts)[number]
  /** Of every waveform: they are counted once. */
  readonly lowPass: boolean
  /** Four, of which the first `count` are on show. */
  readonly looks: readonly ScopeLook[]
}

const look = (kind: ScopeKind): ScopeLook => ({ kind, scale: 'data10', extents: false, zoom: 1 })
export const scopesAtRest: ScopeChoice = {
  count: 1,
  lowPass: false,
  looks: [look('parade'), look('vectorscope'), look('waveform'), look('histogram')],
}

const keyOf = (person: string): string => `samelight.scopes.${person}`

/** What a person kept; at rest where nothing is kept, and where one part cannot be read, that part. */
export function readScopes(shelf: Shelf, person: string): ScopeChoice {
  let kept: { count?: unknown; lowPass?: unknown; looks?: unknown }
  try {
    kept = (JSON.parse(shelf.getItem(keyOf(person)) ?? 'null') as typeof kept | null) ?? {}
  } catch {
    return scopesAtRest
  }
  const looks = Array.isArray(kept.looks) ? (kept.looks as unknown[]) : []
  return {
    count: scopeCounts.find((count) => count === kept.count) ?? scopesAtRest.count,
    lowPass: kept.lowPass === true,
    looks: scopesAtRest.looks.map((rest, i) => readLook(looks[i], rest)),
  }
}

function readLook(kept: unknown, rest: ScopeLook): ScopeLook {
  const one = (typeof kept === 'object' && kept !== null ? kept : {}) as { [K in keyof ScopeLook]?: unknown }
  return {
    kind: scopeKinds.find(([kind]) => kind === one.kind)?.[0] ?? rest.kind,
    scale: scopeScales.find(([scale]) => scale === one.scale)?.[0] ?? rest.scale,
    extents: one.extents === true,
    zoom: one.zoom === 2 ? 2 : 1,
  }
}

export function keepScopes(shelf: Shelf, person: string, choice: ScopeChoice): void {
  try {
    shelf.setItem(keyOf(person), JSON.stringify(choice))
  } catch {
    return // A browser that keeps nothing begins anew the next time.
  }
}

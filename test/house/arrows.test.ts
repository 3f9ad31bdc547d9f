import { describe, expect, it } from 'vitest'
import { imports, resolve, sources } from './tree.ts'

/** The room of a path: the first two folders, or the first one for files that stand in `server/` or `client/` itself. */
function room(path: string): string {
  const [house, second, third] = path.split('/')
  return third === undefined ? `${house}` : `${house}/${second}`
}

/** architecture.md, "Arrows": who may import whom. A room may always import itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'shared/op': [],
  'shared/ops': ['shared/op', 'shared/spaces'],
  'shared/spaces': ['shared/op'],
  'shared/lut': ['shared/op', 'shared/xml'],
  'shared/doc': ['shared/op', 'shared/ops', 'shared/spaces', 'shared/wire'],
  'shared/policy': ['shared/doc', 'shared/op', 'shared/ops', 'shared/wire'],
  'shared/media': ['shared/op', 'shared/render', 'shared/doc'],
  'shared/render': ['shared/doc', 'shared/ops', 'shared/spaces', 'shared/op'],
  'shared/xml': [],
  'shared/formats': ['shared/xml', 'shared/render', 'shared/doc', 'shared/ops', 'shared/spaces', 'shared/op'],
  'shared/scope': ['shared/op'],
  'shared/measure': ['shared/op', 'shared/spaces'],
  'shared/track': ['shared/doc', 'shared/op', 'shared/render'],
  'shared/cue': ['shared/doc'],
  'shared/wire': ['shared/cue', 'shared/doc', 'shared/render'],
  'shared/suite': ['shared/lut', 'shared/doc', 'shared/policy', 'shared/wire', 'shared/cue', 'shared/render'],
  'client/theme': [],
  'client/words': [],
  'client/icons': [],
  'client/hand': ['client/theme'],
  'client/keys': ['client/words'],
  'client/controls': ['client/hand', 'client/theme', 'client/words', 'client/icons'],
  'client/sync': [],
  'client/media': ['client/state', 'client/sync'],
  'client/state': ['client/sync'],
  'client/viewer': ['client/media', 'client/state', 'client/theme', 'client/words'],
  'client/actions': ['client/state', 'client/words', 'client/keys', 'client/icons'],
  'client/surface': ['client/hand', 'client/keys', 'client/state'],
  'client/panels': [
    'client/surface',
    'client/controls',
    'client/viewer',
    'client/state',
    'client/actions',
    'client/hand',
    'client/theme',
    'client/words',
    'client/icons',
    'client/keys',
    'client/media',
  ],
  'client/screens': [
    'client/panels',
    'client/controls',
    'client/viewer',
    'client/state',
    'client/actions',
    'client/hand',
    'client/keys',
    'client/theme',
    'client/words',
    'client/icons',
    'client/media',
    'client/sync',
  ],
}

/** Only these may know Yjs. */
const yjsRooms = ['shared/doc', 'shared/suite', 'server']
const yjsPackages = /^(yjs|y-websocket|y-protocols)(\/|$)/

const mine = sources.map((path) => ({ path, room: room(path), specifiers: imports(path) }))

describe('[HOUSE1] the arrows of architecture.md hold', () => {
  it('[HOUSE1] client and server never import each other, shared imports neither', () => {
    const wrong = mine.flatMap(({ path, specifiers }) =>
      specifiers
        .filter((s) => s.startsWith('.'))
        .map((s) => resolve(path, s))
        .filter((to) => {
          const [from, target] = [path.split('/')[0], to.split('/')[0]]
          return target !== from && target !== 'shared'
        })
        .map((to) => `${path} imports ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('[HOUSE1] inside shared and client, each room imports only the rooms its arrows name', () => {
    const wrong = mine
      .filter(({ room: from }) => from.startsWith('shared/') || from.startsWith('client/'))
      .flatMap(({ path, room: from, specifiers }) =>
        specifiers
          .filter((s) => s.startsWith('.'))
          .map((s) => room(resolve(path, s)))
          .filter((to) => to !== from && !to.startsWith(path.startsWith('client/') ? 'shared' : '\0'))
          .filter((to) => to !== 'client' || !path.startsWith('client/'))
          .filter((to) => !(arrows[from] ?? []).includes(to))
          .map((to) => `${path}: ${from} may not import ${to}`),
      )
    expect(wrong).toEqual([])
  })

  it('[HOUSE1] every room of shared and client has its arrows written down', () => {
    const rooms = new Set(mine.map((m) => m.room).filter((r) => /^(shared|client)\//.test(r)))
    expect([...rooms].filter((r) => !(r in arrows))).toEqual([])
  })

  it('[HOUSE2] only shared/doc, shared/suite and the server know Yjs', () => {
    const wrong = mine.flatMap(({ path, room: from, specifiers }) =>
      specifiers
        .filter((s) => yjsPackages.test(s) && !yjsRooms.some((ok) => from === ok || from.startsWith(`${ok}/`)))
        .map((s) => `${path} imports ${s}`),
    )
    expect(wrong).toEqual([])
  })

  it('[HOUSE3] shared is pure: no Node module, no DOM library', () => {
    const wrong = mine
      .filter(({ path }) => path.startsWith('shared/'))
      .flatMap(({ path, specifiers }) =>
        specifiers.filter((s) => /^(node:|react|ws$|mediabunny|playwright)/.test(s)).map((s) => `${path} imports ${s}`),
      )
    expect(wrong).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { actionOf, actions } from '../../client/actions/index.ts'
import { roomActions } from '../../client/actions/room-actions.ts'
import { keymap } from '../../client/keys/keymap.ts'
import { imports, resolve, text } from '../house/tree.ts'

/** Sources that come with a screen: what it imports, not what it fetches later. */
function standing(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found
  found.add(path)
  const source = text(path)
  for (const one of imports(path))
    if (one.startsWith('.') && /\.tsx?$/.test(one) && !source.includes(`import('${one}')`))
      standing(resolve(path, one), found)
  return found
}

const named = (paths: Iterable<string>): string[] =>
  [...paths].flatMap((path) => [...text(path).matchAll(/useAction\('([a-z-]+)'\)/g)].map((m) => m[1]!))

describe('[HOUSE11] the actions of a room', () => {
  it.each(['room', 'review'])('[HOUSE11] what stands on the %s names none that it has not learnt', (screen) => {
    const asked = named(standing(`client/screens/${screen}/${screen}.tsx`))
    expect(asked).toContain('follow')
    const has = new Set<string>(roomActions.map(({ id }) => id))
    expect(asked.filter((id) => !has.has(id))).toEqual([])
  })

  it('[HOUSE11] are some of everybody’s, which stand in the order of the keymap', () => {
    expect(actions.map(({ id }) => id)).toEqual(Object.keys(keymap))
    for (const action of roomActions) expect(actionOf(action.id)).toBe(action)
    expect(roomActions.length).toBeLessThan(actions.length)
  })
})

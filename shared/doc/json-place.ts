/** Where a text stops being JSON (RFC 8259): engines word it each in their own way, most without a place. */

const space = /[ \t\n\r]*/y
const scalar =
  /"(?:[^"\\\p{Cc}]|[\u{7f}-\u{9f}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/uy

/** Line and column, from 1, of the first character that no JSON has there; null where the text is JSON. */
export function jsonPlace(text: string): { readonly line: number; readonly column: number } | null {
  let at = 0
  const skip = (): void => {
    space.lastIndex = at
    space.exec(text)
    at = space.lastIndex
  }
  const take = (): string | null => {
    scalar.lastIndex = at
    const found = scalar.exec(text)?.[0] ?? null
    if (found !== null) at = scalar.lastIndex
    return found
  }
  /** What may come next: a value, a name or the end of an object, and after a value a comma or an end. */
  const open: ('{' | '[')[] = []
  let wants: 'value' | 'first' | 'name' | 'more' = 'value'
  for (skip(); at < text.length; skip()) {
    const c = text[at]!
    const inside = open.at(-1)
    if (wants === 'more') {
      if (inside === undefined) break
      if (c === ',') wants = inside === '{' ? 'name' : 'value'
      else if (c === (inside === '{' ? '}' : ']')) open.pop()
      else break
      at++
    } else if (wants === 'first' && c === (inside === '{' ? '}' : ']')) {
      open.pop()
      at++
      wants = 'more'
    } else if (inside === '{' && wants !== 'value') {
      if (c !== '"' || take() === null) break
      skip()
      if (text[at] !== ':') break
      at++
      wants = 'value'
    } else if (c === '{' || c === '[') {
      open.push(c)
      at++
      wants = 'first'
    } else {
      if (take() === null) break
      wants = 'more'
    }
  }
  if (at === text.length && wants === 'more' && open.length === 0) return null
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

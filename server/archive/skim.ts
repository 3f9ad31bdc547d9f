/**
 * A document's state with only some of its keys: what is left out becomes spans that hold nothing, so that Yjs builds a clip's few hundred
 * values and not a feature's 165,000. What follows a value that was left out, Yjs leaves out by itself.
 */
import type { DocumentName } from '../../shared/wire/ticket.ts'
import { type Id, parseUpdate, printUpdate, type Struct } from '../gate/parse.ts'

/** Where each struct of a client begins, and whether its key is kept: undefined until somebody asks. */
interface Shelf {
  readonly structs: readonly Struct[]
  readonly kept: (boolean | undefined)[]
}

/** The state with the keys that `keep` names; as it came where it is not of the one form that the hub writes. */
export function skim(bytes: Uint8Array, root: DocumentName, keep: (key: string) => boolean): Uint8Array {
  const update = parseUpdate(bytes, root)
  if (typeof update === 'string') return bytes
  const shelves = new Map<number, Shelf>()
  for (const [client, structs] of update.structs)
    shelves.set(client, { structs, kept: new Array<boolean | undefined>(structs.length) })

  const isKept = (shelf: Shelf, at: number): boolean => {
    // A long row of values of one key is walked without going deeper and deeper.
    const walked: (readonly [Shelf, number])[] = []
    let [here, index] = [shelf, at]
    let verdict: boolean | undefined
    while (verdict === undefined) {
      verdict = here.kept[index]
      if (verdict !== undefined) break
      const { origin, key, content } = here.structs[index]!
      walked.push([here, index])
      if (content === 'void') verdict = false
      else if (key !== null) verdict = keep(key)
      else {
        const before = origin && find(shelves, origin)
        // It follows what the state does not hold: a state is whole, so that is none of ours.
        if (!before) verdict = true
        else [here, index] = before
      }
    }
    for (const [one, i] of walked) one.kept[i] = verdict
    return verdict
  }

  const structs = new Map<number, Struct[]>()
  for (const [client, shelf] of shelves) {
    const out: Struct[] = []
    for (const [i, struct] of shelf.structs.entries()) {
      if (isKept(shelf, i)) out.push(struct)
      else {
        const last = out.at(-1)
        if (last?.content === 'void') out[out.length - 1] = { ...last, length: last.length + struct.length }
        else out.push({ client, clock: struct.clock, length: struct.length, origin: null, key: null, content: 'void' })
      }
    }
    structs.set(client, out)
  }
  return printUpdate(root, { structs, deletes: update.deletes })
}

/** The struct that holds an id. */
function find(shelves: ReadonlyMap<number, Shelf>, { client, clock }: Id): readonly [Shelf, number] | null {
  const shelf = shelves.get(client)
  if (!shelf) return null
  let [low, high] = [0, shelf.structs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const struct = shelf.structs[middle]!
    if (clock < struct.clock) high = middle - 1
    else if (clock >= struct.clock + struct.length) low = middle + 1
    else return [shelf, middle]
  }
  return null
}

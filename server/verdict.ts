/** The judge as the hub asks it: which refusals are hard, and whose old policy still counts for a second (hub.md, "Locks taken while a drag is in flight"). */
import type { Value } from '../shared/doc/grade.ts'
import { faultOf } from '../shared/doc/schema.ts'
import type { Session as View } from '../shared/doc/session.ts'
import { type Asking, type Holds, judge, type Reaches } from '../shared/policy/judge.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import type { DocumentName } from '../shared/wire/ticket.ts'

/** What the judge asks of the documents: of the grade while the session is strict, of the notes where one is said to be done. */
export interface Known {
  readonly reaches: Reaches
  readonly holds: Holds
}

/** How long a suite may go on by the policy it last acknowledged. */
const graceMs = 1000

/**
 * A key or a form outside the grammar is hard, whoever sends it: where role, owner or lock has refused already, the grammar is asked as
 * well. A value outside its range is soft. A deletion has no value, so an empty one asks about its key alone.
 */
export function askJudge(
  asking: Asking,
  view: View,
  document: DocumentName,
  key: string,
  value: Value | null,
  known?: Known,
  brought: Holds = () => false,
): Refusal | null {
  // A note and the word that it is done, both written offline, come in one update: the first is not in the document yet.
  const holds = (asked: string): boolean => brought(asked) || (known?.holds(asked) ?? false)
  const refusal = judge(asking, view, document, key, value, known?.reaches, holds)
  if (document === 'session' || refusal?.rule === 'grammar' || (refusal === null && value !== null)) return refusal
  const fault = faultOf(document, key, value ?? [])
  return fault?.rule === 'grammar' ? { ...fault, keys: [key], holder: null } : refusal
}

/** The policy in force, its number, and the one before it while it may still be meant. */
export class Policy {
  #view: View
  #number = 1
  #before: { readonly view: View; readonly until: number } | null = null
  readonly #now: () => number
  readonly #known: Known | undefined

  constructor(view: View, now: () => number, known?: Known) {
    this.#view = view
    this.#known = known
    this.#now = now
  }

  get view(): View {
    return this.#view
  }

  get number(): number {
    return this.#number
  }

  /** Takes the session document's new state; true where locks or the link have changed, so that suites must acknowledge it. */
  update(view: View): boolean {
    const changed =
      view.strict !== this.#view.strict ||
      view.linked !== this.#view.linked ||
      (view.locks !== this.#view.locks && JSON.stringify(view.locks) !== JSON.stringify(this.#view.locks))
    if (changed) {
      this.#number++
      this.#before = { view: this.#view, until: this.#now() + graceMs }
    }
    this.#view = view
    return changed
  }

  /** By the policy in force, or by the one before it for a socket that has not acknowledged this one within its second. */
  judge(
    asking: Asking,
    acknowledged: number,
    document: DocumentName,
    key: string,
    value: Value | null,
    brought?: Holds,
  ): Refusal | null {
    const refusal = askJudge(asking, this.#view, document, key, value, this.#known, brought)
    if (!refusal || !this.#before || acknowledged >= this.#number || this.#now() > this.#before.until) return refusal
    return askJudge(asking, this.#before.view, document, key, value, this.#known, brought)
  }
}

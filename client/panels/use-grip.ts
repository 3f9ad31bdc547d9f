/** A control of the selected node, ready for fingers: its drawn value and the grip that scrubs it through the suite. */
import { useCallback, useMemo } from 'react'
import { stored } from '../../shared/doc/edit.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import { neutralValue, type Param } from '../../shared/op/param.ts'
import type { Scrub } from '../../shared/suite/suite.ts'
import { nodeAtHand } from '../actions/index.ts'
import { commitBurst } from '../hand/burst.ts'
import type { Grip, Hold } from '../hand/grip.ts'
import type { Desk } from '../state/desk.ts'
import type { Mark, Place } from '../state/keyframes.ts'
import { useControl, useDesk, useDeskValue, useMark } from '../state/use-desk.ts'
import { elsewhereWords } from './keyframe-words.ts'

/** A hold on any stored value, words too. */
interface ValueHold extends Hold {
  set(value: Value): void
}

/** Where a change of a control goes now: its plain key, or a keyframe of it. */
const placeOf = (desk: Desk, key: string, neutral: Value): Place & { readonly shown: Value } => {
  const shown = desk.keyframes.value(key) ?? stored(neutral)
  return { ...desk.keyframes.place(key, shown), shown }
}

/** Keeps what a hold has set, and says so where a keyframe at another frame took it. */
function keep(desk: Desk, scrub: Scrub, places: readonly Place[]): void {
  scrub.commit()
  const away = places.find(({ elsewhere }) => elsewhere !== null)
  if (away) desk.say(elsewhereWords(desk, away.elsewhere!))
}

/**
 * Opens a scrub on one key of the grade, or on its keyframe where it stands under keyframes or auto-key is on, with `besides` written in the
 * same step; null, with a sentence in the foot, where the judge says no.
 */
export function hold(
  desk: Desk,
  level: string,
  key: string,
  label: string,
  neutral: Value,
  besides: ReadonlyMap<string, Value | null> = new Map(),
): ValueHold | null {
  const { suite } = desk
  const place = placeOf(desk, key, neutral)
  const no = suite.may(place.key, place.stored(place.shown))
  if (no) {
    desk.say(no.sentence)
    return null
  }
  const scrub = suite.scrub(level, label)
  return {
    set: (value) => scrub.set(new Map([...besides, [place.key, place.stored(stored(value))]])),
    commit: () => keep(desk, scrub, [place]),
    discard: () => scrub.discard(),
  }
}

/** Holds several controls of the selected node as one, each with a value of its own by its id, in one overlay and one undo step. */
export function holdControls(
  desk: Desk,
  op: string,
  params: readonly Param[],
  label: string,
): (Omit<Hold, 'set'> & { set(values: ReadonlyMap<string, Value>): void }) | null {
  const node = nodeAtHand(desk)
  const { level, version, suite } = desk
  if (!node || !level) return null
  const places = params.map((param) => ({
    id: param.id,
    ...placeOf(desk, printPath(level, version, node.id, `${op}.${param.id}`), neutralValue(param)),
  }))
  for (const { key, shown, stored } of places) {
    const no = suite.may(key, stored(shown))
    if (no) {
      desk.say(no.sentence)
      return null
    }
  }
  const scrub = suite.scrub(level, label)
  return {
    set: (values) =>
      scrub.set(
        new Map([
          ...node.writes,
          ...places.flatMap((place) =>
            values.has(place.id) ? [[place.key, place.stored(stored(values.get(place.id)!))] as const] : [],
          ),
        ]),
      ),
    commit: () => keep(desk, scrub, places),
    discard: () => scrub.discard(),
  }
}

/** Holds several controls that all take the same value. */
function holdAll(desk: Desk, op: string, params: readonly Param[], label: string): ValueHold | null {
  const held = holdControls(desk, op, params, label)
  return held && { ...held, set: (value) => held.set(new Map(params.map(({ id }) => [id, value]))) }
}

export interface Gripped {
  readonly value: readonly number[]
  readonly grip: Grip
  /** Whether it stands under keyframes: shown beside its name. */
  readonly mark: Mark
}

/** The drawn value of a control of the selected node. */
export function useNodeControl(op: string, param: Param): Value {
  const control = `${op}.${param.id}`
  const key = useDeskValue(['clip', 'graph'], (d) =>
    d.level && d.node ? printPath(d.level, d.version, d.node.id, control) : null,
  )
  const neutral = useMemo(() => neutralValue(param), [param])
  return useControl(key, neutral)
}

/**
 * `<op>.<param>` of the selected node; where the clip has no node yet, the first move brings one, in the same undo step. `along`: controls
 * of the same operator that take the same value with it.
 */
export function useGrip(op: string, param: Param, along: readonly Param[] = none): Gripped {
  const desk = useDesk()
  const value = useNodeControl(op, param) as readonly number[]
  const grip = useCallback<Grip>(() => holdAll(desk, op, [param, ...along], param.title), [desk, op, param, along])
  return { value, grip, mark: useMark([`${op}.${param.id}`]) }
}
const none: readonly Param[] = []

/** Several lone numbers of one operator as one tuple, held together: what a range is made of. */
export function useJoined(op: string, params: readonly Param[], label: string): Gripped {
  const desk = useDesk()
  const numbers = useDeskValue(['clip', 'graph'], ({ node }) =>
    params.map((param) => (node?.controls.get(`${op}.${param.id}`) ?? neutralValue(param))[0] as number).join(' '),
  )
  const value = useMemo(() => numbers.split(' ').map(Number), [numbers])
  const grip = useCallback<Grip>(() => {
    const held = holdControls(desk, op, params, label)
    return held && { ...held, set: (tuple) => held.set(new Map(params.map(({ id }, i) => [id, [tuple[i]!]]))) }
  }, [desk, op, params, label])
  return { value, grip, mark: useMark(params.map(({ id }) => `${op}.${id}`)) }
}

/** A tuple of the node that is no operator's, filled up with `rest`: its numbers from `skip` on, those before it kept. */
export function useNodeTuple(control: string, rest: readonly number[], label: string, skip = 0): Gripped {
  const desk = useDesk()
  const key = useDeskValue(['clip', 'graph'], (d) =>
    d.level && d.node ? printPath(d.level, d.version, d.node.id, control) : null,
  )
  const had = useControl(key, rest)
  const value = useMemo(() => rest.map((v, i) => (had[i + skip] as number | undefined) ?? v), [had, rest, skip])
  const grip = useCallback<Grip>(() => {
    const node = nodeAtHand(desk)
    const { level, version, suite } = desk
    if (!node || !level) return null
    const key = printPath(level, version, node.id, control)
    const before = (suite.drawn.get(key) ?? []).slice(0, skip)
    const held = hold(desk, level, key, label, [...before, ...rest], node.writes)
    return held && { ...held, set: (numbers) => held.set([...before, ...numbers]) }
  }, [desk, control, rest, label, skip])
  return { value, grip, mark: useMark([control]) }
}

/** The word of a choice of the selected node, and what puts another one: one undo step. */
export function useChoice(
  op: string,
  param: Param,
): { readonly value: string; readonly choose: (word: string) => void; readonly mark: Mark } {
  const desk = useDesk()
  const [value] = useNodeControl(op, param) as readonly [string]
  const choose = useCallback(
    (word: string) => {
      commitBurst()
      const held = holdAll(desk, op, [param], param.title)
      held?.set([word])
      held?.commit()
    },
    [desk, op, param],
  )
  return { value, choose, mark: useMark([`${op}.${param.id}`]) }
}

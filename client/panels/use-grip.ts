/** A control of the selected node, ready for fingers: its drawn value and the grip that scrubs it through the suite. */
import { useCallback, useMemo } from 'react'
import { stored } from '../../shared/doc/edit.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import { neutralValue, type Param } from '../../shared/op/param.ts'
import { nodeAtHand } from '../actions/index.ts'
import type { Grip, Hold } from '../hand/grip.ts'
import type { Desk } from '../state/desk.ts'
import { useControl, useDesk, useDeskValue } from '../state/use-desk.ts'

/** Opens a scrub on one key of the grade, with `besides` written in the same step; null, with a sentence in the foot, where the judge says no. */
export function hold(
  desk: Desk,
  level: string,
  key: string,
  label: string,
  neutral: readonly number[],
  besides: ReadonlyMap<string, Value | null> = new Map(),
): Hold | null {
  const { suite } = desk
  const no = suite.may(key, suite.drawn.get(key) ?? stored(neutral))
  if (no) {
    desk.say(no.sentence)
    return null
  }
  const scrub = suite.scrub(level, label)
  return {
    set: (value) => scrub.set(new Map([...besides, [key, stored(value)]])),
    commit: () => scrub.commit(),
    discard: () => scrub.discard(),
  }
}

export interface Gripped {
  readonly value: readonly number[]
  readonly grip: Grip
}

/** `<op>.<param>` of the selected node; where the clip has no node yet, the first move brings one, in the same undo step. */
export function useGrip(op: string, param: Param): Gripped {
  const desk = useDesk()
  const control = `${op}.${param.id}`
  const key = useDeskValue(['clip', 'graph'], (d) =>
    d.level && d.node ? printPath(d.level, d.version, d.node.id, control) : null,
  )
  const neutral = useMemo(() => neutralValue(param), [param])
  const value = useControl(key, neutral) as readonly number[]
  const grip = useCallback<Grip>(() => {
    const node = nodeAtHand(desk)
    const { level, version } = desk
    if (!node || !level) return null
    const key = printPath(level, version, node.id, control)
    return hold(desk, level, key, param.title, param.neutral, node.writes)
  }, [desk, control, param])
  return { value, grip }
}

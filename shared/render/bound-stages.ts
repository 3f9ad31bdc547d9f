/** Whether a whole plan keeps to the canonical numbers: interval arithmetic from stage to stage, by the planes that join them. */
import { type Bound, boundValues, type Coefficients, made, UNKNOWN } from '../op/bound.ts'
import { boundPass } from '../op/bound-pass.ts'
import type { Stage } from './stage.ts'

/** A sentence naming the first step of the first stage that could leave them, or null: as `boundProgram`. */
export function boundStages(stages: readonly Stage[], of: Coefficients = 'any coefficients'): string | null {
  const planes = new Map<string, Bound>()
  for (const [s, stage] of stages.entries()) {
    const reads = stage.reads.map((name) => planes.get(name) ?? UNKNOWN)
    const bounds = boundsOf(stage, reads, of)
    if (typeof bounds === 'string') return `Stage ${s} (${stage.kind}): ${bounds}`
    for (const [i, name] of stage.writes.entries()) planes.set(name, bounds[i]!)
  }
  return null
}

function boundsOf(stage: Stage, reads: readonly Bound[], of: Coefficients): string | readonly Bound[] {
  if (stage.kind === 'kernel') {
    const { program, coefficients, tables } = stage
    const bounds = boundValues(program, coefficients, tables, of, (n) => reads[n]!)
    return typeof bounds === 'string' ? bounds : program.outputs.map((v) => bounds[v]!)
  }
  const found = stage.kind === 'field' ? [made(0, 65535, 0, 0, false)] : reads.map((given) => boundPass(stage, given))
  const fault = found.find((one) => typeof one === 'string')
  return typeof fault === 'string' ? `It ${fault}.` : (found as Bound[])
}

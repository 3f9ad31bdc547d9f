/** What a plan is made of: kernels (one straight-line program over planes) and passes, in order, joined by named planes. */
import type { Builder, Program, Table, V } from '../op/expr.ts'
import type { Field, Pass } from '../op/pass.ts'

/**
 * A plane by name. The source enters as `r`, `g`, `b` (Y, Cb, Cr of a `ycbcr` frame stand there too) and the picture leaves as them; a
 * stage that writes a name replaces the plane that had it. Masks and the like take other names.
 */
export type PlaneName = string
export const PICTURE: readonly [PlaneName, PlaneName, PlaneName] = ['r', 'g', 'b']

export interface KernelStage {
  readonly kind: 'kernel'
  readonly program: Program
  readonly coefficients: Float32Array
  readonly tables: readonly Table[]
  /** The program's input plane n is `reads[n]`; all of one size. */
  readonly reads: readonly PlaneName[]
  /** Output n goes to `writes[n]`. */
  readonly writes: readonly PlaneName[]
  /** What `boundOf` says of it, where another thread has asked. */
  readonly bound?: number
}

/** The stage of what a builder holds: `outputs` become the planes `writes`, in order. */
export function kernelStage(
  b: Builder,
  outputs: readonly V[],
  reads: readonly PlaneName[] = PICTURE,
  writes: readonly PlaneName[] = PICTURE,
): KernelStage {
  const program = b.program(outputs)
  if (program.inputs > reads.length || outputs.length !== writes.length)
    throw new Error(
      `a kernel of ${program.inputs} inputs and ${outputs.length} outputs reads ${reads}, writes ${writes}`,
    )
  return { kind: 'kernel', program, coefficients: Float32Array.from(b.coefs), tables: [...b.tables], reads, writes }
}

/** A pass: as many planes as it reads, in the size it makes of theirs. */
export type PassStage = Pass & { readonly reads: readonly PlaneName[]; readonly writes: readonly PlaneName[] }
export type SizeStage = PassStage & { readonly kind: 'size' }

/** A plane made on the CPU, of the size in force: its whole numbers as f32. */
export interface FieldStage {
  readonly kind: 'field'
  readonly field: Field
  readonly reads: readonly []
  readonly writes: readonly [PlaneName]
}

/**
 * A step of a plan. `marks`: of each plane it writes what it holds (`content.ts`), so that an executor may keep it for the next picture of
 * the same source; absent where nothing is to be kept.
 */
export type Stage = (KernelStage | PassStage | FieldStage) & { readonly marks?: readonly string[] }

/** Whether a stage is a kernel that writes the picture, in its order, and nothing else. */
export const isPicture = (stage: Stage): stage is KernelStage =>
  stage.kind === 'kernel' && stage.writes.join() === PICTURE.join()

/** Of each stage, the planes that nobody reads after it: they may be given back. The picture's are read at the end. */
export function spentAfter(stages: readonly Stage[]): readonly (readonly PlaneName[])[] {
  const wanted = new Set<PlaneName>(PICTURE)
  const spent: PlaneName[][] = []
  for (let s = stages.length - 1; s >= 0; s--) {
    const { reads, writes } = stages[s]!
    spent[s] = [...new Set([...reads, ...writes])].filter((name) => !wanted.has(name))
    for (const name of writes) wanted.delete(name)
    for (const name of reads) wanted.add(name)
  }
  return spent
}

/** One frame's grade, compiled: a function of the document alone. */
export interface Plan {
  /** 32 hex digits: the hash of everything below. */
  readonly name: string
  /** Width and height of the frame it is for. */
  readonly source: readonly [number, number]
  readonly width: number
  readonly height: number
  readonly stages: readonly Stage[]
  /** What the grade holds and this engine does not draw, one sentence each: a wire stands in its place, and no receipt may be given. */
  readonly lacks: readonly string[]
}

/** In the picture worker: asks the proof worker, which renders with a WASM of its own, for second renderings. */
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import type { Plan } from '../../shared/render/stage.ts'

/** What the proof worker is asked, and what it answers. */
export interface Asked {
  readonly id: number
  readonly plan: Plan
  readonly source: SourceFrame
  readonly want: 'picture' | 'digest'
}
export type Told = { readonly id: number } & (
  | { readonly picture: Picture }
  | { readonly digest: string }
  | { readonly sentence: string }
)

/** As much of a worker as is needed. */
export interface Line {
  postMessage(message: Asked): void
  onmessage: ((event: MessageEvent<Told>) => void) | null
}

export class Prover {
  readonly #line: Line
  readonly #open = new Map<number, { done(told: Told): void; fail(error: Error): void }>()
  #next = 1

  constructor(line: Line) {
    this.#line = line
    line.onmessage = ({ data }) => {
      const open = this.#open.get(data.id)
      this.#open.delete(data.id)
      if ('sentence' in data) open?.fail(new Error(data.sentence))
      else open?.done(data)
    }
  }

  /** The same plan rendered by WASM, as f32. */
  async picture(plan: Plan, source: SourceFrame): Promise<Picture> {
    const told = await this.#ask(plan, source, 'picture')
    if (!('picture' in told)) throw new Error('the proof worker answered no picture')
    return told.picture
  }

  /** The digest of the same plan rendered by WASM. */
  async digest(plan: Plan, source: SourceFrame): Promise<string> {
    const told = await this.#ask(plan, source, 'digest')
    if (!('digest' in told)) throw new Error('the proof worker answered no digest')
    return told.digest
  }

  #ask(plan: Plan, source: SourceFrame, want: Asked['want']): Promise<Told> {
    const id = this.#next++
    const told = new Promise<Told>((done, fail) => this.#open.set(id, { done, fail }))
    this.#line.postMessage({ id, plan, source, want })
    return told
  }
}

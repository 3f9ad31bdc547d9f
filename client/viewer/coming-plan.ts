/** The plan of the frame that playing comes to next: its tables, of what is keyframed, are built while nothing else is asked for. */
import type { Session } from '../../shared/doc/session.ts'
import type { Plan } from '../../shared/render/stage.ts'
import type { Order } from './work.ts'

/** What a preview's plan is compiled from, beside the grade. */
export type Asked = Pick<Order, 'clip' | 'frame' | 'canvas' | 'kind' | 'bypass' | 'moment' | 'view'>

const nameOf = ({ clip, frame, canvas, kind, bypass, moment, view }: Asked): string =>
  JSON.stringify([clip, frame, canvas, kind, bypass, moment, view])

export class ComingPlan {
  #kept: { readonly name: string; readonly session: Session; readonly plan: Plan } | null = null

  keep(asked: Asked, session: Session, plan: Plan): void {
    this.#kept = { name: nameOf(asked), session, plan }
  }
  /** Null where another frame came, or the session is another. */
  take(asked: Asked, session: Session): Plan | null {
    const kept = this.#kept
    return kept && kept.session === session && kept.name === nameOf(asked) ? kept.plan : null
  }
  /** The grade has changed, or a file that it names has come. */
  forget(): void {
    this.#kept = null
  }
}

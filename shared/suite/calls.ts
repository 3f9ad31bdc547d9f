/** Commands on their way: asked once under an id, asked again after a lost link, answered once. */
import type { AnswerMessage, CommandMessage } from '../wire/messages.ts'
import type { Refusal } from '../wire/refusal.ts'
import type { Timers } from './timers.ts'

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: Refusal }

/** A command without an answer for this long is given up in words; the hub may still carry it out. */
export const patienceMs = 15_000

export class Calls {
  readonly #open = new Map<string, { readonly message: CommandMessage; readonly settle: (answer: Answer) => void }>()
  readonly #send: (message: CommandMessage) => boolean
  readonly #timers: Timers
  #ended: string | null = null

  constructor(send: (message: CommandMessage) => boolean, timers: Timers) {
    this.#send = send
    this.#timers = timers
  }

  ask(id: string, verb: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    if (this.#ended !== null) return Promise.resolve(sorry(this.#ended))
    return new Promise((resolve) => {
      const message: CommandMessage = { kind: 'command', id, verb, args }
      const stop = this.#timers.after(patienceMs, () =>
        settle(sorry(`The hub has not answered the command ${verb}; it may still carry it out.`)),
      )
      const settle = (answer: Answer): void => {
        stop()
        this.#open.delete(id)
        resolve(answer)
      }
      this.#open.set(id, { message, settle })
      this.#send(message)
    })
  }

  hear(answer: AnswerMessage): void {
    this.#open
      .get(answer.id)
      ?.settle(answer.ok ? { ok: true, value: answer.value } : { ok: false, refusal: answer.refusal })
  }

  /** The link is back: what was not answered is asked again under its id, and the hub carries it out once. */
  again(): void {
    for (const { message } of this.#open.values()) this.#send(message)
  }

  /** The link is over. */
  end(sentence: string): void {
    this.#ended = sentence
    for (const { settle } of [...this.#open.values()]) settle(sorry(sentence))
  }
}

const sorry = (sentence: string): Answer => ({
  ok: false,
  refusal: { rule: 'link', sentence, keys: [], holder: null },
})

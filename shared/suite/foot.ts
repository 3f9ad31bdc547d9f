/** The foot of the screen: the last sentences, newest last. */
import { describe } from '../doc/diff.ts'
import type { Lost } from './lost.ts'
import type { Message } from './suite.ts'

/** Sentences kept. */
const most = 100

export class Foot {
  #messages: readonly Message[] = []
  readonly #now: () => number
  readonly #changed: () => void

  /** `now` is the hub's clock. */
  constructor(now: () => number, changed: () => void) {
    this.#now = now
    this.#changed = changed
  }

  get messages(): readonly Message[] {
    return this.#messages
  }

  tell(sentence: string, lost?: Lost): void {
    this.#messages = [...this.#messages, { at: this.#now(), sentence, ...(lost ? { lost } : {}) }].slice(-most)
    this.#changed()
  }

  /** A value of one's own fell to another's, set at the same time. `by`: who was last seen moving the key. */
  tellLost(lost: readonly Lost[], by: (key: string) => string | null): void {
    for (const one of lost) {
      // Heads and links are not lost: reading the graph keeps both nodes on the path.
      if (/\/(head|in\.[0-9a-z]+)$/.test(one.key)) continue
      const [theirs, mine] = [describe(one.key, one.theirs), describe(one.key, one.mine)]
      this.tell(`${theirs} by ${by(one.key) ?? 'another suite'} stands; your ${mine} was set at the same time.`, one)
    }
  }
}

/** Has whole files read by a worker, for the proof that a quick match is one; gives way to playing. */
import type { FromReader, ToReader } from './full.worker.ts'

/** How often it is looked whether the picture plays, milliseconds. */
const lookMs = 250

export interface FullReaderHooks {
  readonly playing: () => boolean
  readonly hear: (message: FromReader) => void
}

export class FullReader {
  readonly #hooks: FullReaderHooks
  #worker: Worker | null = null
  #timer: ReturnType<typeof setInterval> | null = null
  #resting = false
  #open = 0

  constructor(hooks: FullReaderHooks) {
    this.#hooks = hooks
  }

  read(id: string, file: Blob): void {
    if (!this.#worker) {
      this.#worker = new Worker(new URL('./full.worker.ts', import.meta.url), { type: 'module', name: 'full hash' })
      this.#worker.onmessage = ({ data }: MessageEvent<FromReader>) => {
        if (--this.#open === 0) this.#rest()
        this.#hooks.hear(data)
      }
      this.#worker.onerror = (event) =>
        this.#hooks.hear({ id, hash: null, trouble: event.message || 'the worker that reads files does not start' })
    }
    this.#open++
    this.#timer ??= setInterval(() => this.#look(), lookMs)
    this.#look()
    this.#post({ kind: 'read', id, file })
  }

  close(): void {
    this.#rest()
    this.#worker?.terminate()
    this.#worker = null
  }

  #rest(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }
  #post(message: ToReader): void {
    this.#worker?.postMessage(message)
  }
  #look(): void {
    const playing = this.#hooks.playing()
    if (playing === this.#resting) return
    this.#resting = playing
    this.#post({ kind: 'rest', on: playing })
  }
}

/** Workers beside the picture worker, one for each other core, that do pieces of pictures with it in shared memory (`band.worker.ts`). */
import type { Part } from '../../shared/render/part.ts'
import type { Band } from './cores.ts'

/** More cores than this gain nothing: the memory is what all wait for, and the rest of the machine has work too. */
const mostCores = 8
/** A part takes milliseconds, and waits for no more than the last picture's; a worker that does not answer in this time has been ended by the browser, which tells nobody. */
const patienceMs = 20_000

/** As much of a worker as is needed. */
export interface BandWorker {
  postMessage(part: Part): void
  terminate(): void
  onmessage: ((event: MessageEvent<null>) => void) | null
  onmessageerror: ((event: MessageEvent) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

/** A band over a worker that says null when it stands, and null after each part; parts may be sent before the last is answered. `patience`: milliseconds. */
export function bandOf(worker: BandWorker, patience = patienceMs): Band {
  const waiting: { resolve(): void; reject(fault: Error): void }[] = []
  let fault: Error | null = null
  const end = (sentence: string): void => {
    fault ??= new Error(sentence)
    for (const { reject } of waiting.splice(0)) reject(fault)
    worker.terminate()
  }
  const answer = (ask: () => void): Promise<void> => {
    let timer: ReturnType<typeof setTimeout> | undefined
    return new Promise<void>((resolve, reject) => {
      if (fault) return reject(fault)
      waiting.push({ resolve, reject })
      timer = setTimeout(() => end('it does not answer'), patience)
      ask()
    }).finally(() => clearTimeout(timer))
  }
  worker.onmessage = () => waiting.shift()?.resolve()
  worker.onmessageerror = () => end('it could not read what it was sent')
  worker.onerror = (event) => {
    // Told here; the page's own handler would tell it as the end of all pictures.
    event.preventDefault()
    end(event.message || 'it does not start')
  }
  return {
    ready: answer(() => undefined),
    send: (part) => answer(() => worker.postMessage(part)),
    close: () => end('it was closed'),
  }
}

/** One a core but for the picture worker's own; none where there is one core, or where the page may not share memory. */
export function openBands(): readonly Band[] {
  const cores = crossOriginIsolated ? Math.min(mostCores, navigator.hardwareConcurrency) : 1
  return Array.from({ length: cores - 1 }, (_, i) =>
    bandOf(new Worker(new URL('./band.worker.ts', import.meta.url), { type: 'module', name: `band ${i + 1}` })),
  )
}

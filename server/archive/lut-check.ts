/** Whether a file is a LUT that a session takes: read in a thread of its own, one at a time, so that a hostile one costs nobody an edit. */
import { Worker } from 'node:worker_threads'

/** 65³ takes a third of a second; nothing that is allowed takes longer than a few. */
const longestMs = 30_000
/** Memory of the thread: the largest file that is allowed takes some 200 MB while it is read. */
const mostMb = 512

let turn: Promise<unknown> = Promise.resolve()

/** What is wrong with the file at this path, one sentence, or null. */
export function lutFault(path: string): Promise<string | null> {
  const mine = turn.then(() => ask(path))
  // Whoever asked hears of a failure; the next one in turn begins all the same.
  turn = mine.catch(() => null)
  return mine
}

function ask(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./lut-worker.ts', import.meta.url), {
      workerData: path,
      resourceLimits: { maxOldGenerationSizeMb: mostMb },
    })
    const done = (wrong: string | null): void => {
      clearTimeout(timer)
      void worker.terminate()
      resolve(wrong)
    }
    const timer = setTimeout(() => done('The LUT takes too long to read.'), longestMs)
    worker.once('message', (wrong: string | null) => done(wrong))
    worker.once('error', (error) => done(`The LUT cannot be read: ${error.message}.`))
    worker.once('exit', () => done('The LUT cannot be read: its reader ended.'))
  })
}

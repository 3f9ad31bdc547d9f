/** What a bench has to put away when it ends, however it ends: processes and folders, the last first. */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const jobs: (() => Promise<unknown>)[] = []

let closed = false

/** Nothing more is started from now on: whoever wants to waits for an end that comes first. */
export const close = (): void => {
  closed = true
}

/** To be awaited right before something is started that must be put away. */
export const mayStart = (): Promise<void> => (closed ? new Promise(() => {}) : Promise.resolve())

/** Runs when the bench is over. */
export const later = (job: () => Promise<unknown>): unknown => jobs.push(job)

/** Puts everything away; a job that fails says so and stops no other. */
export async function tidy(): Promise<void> {
  for (let job = jobs.pop(); job; job = jobs.pop())
    await job().catch((error: unknown) => process.stderr.write(`bench: not put away: ${String(error)}\n`))
}

/** A folder until the bench is over. */
export async function folder(): Promise<string> {
  await mayStart()
  // At once, so that no signal comes between a folder and its end.
  const made = mkdtempSync(join(tmpdir(), 'samelight-bench-'))
  later(() => rm(made, { recursive: true, force: true }))
  return made
}

/** What a bench has to put away when it ends, however it ends: processes and folders, the last first. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const jobs: (() => Promise<unknown>)[] = []

/** Runs when the bench is over. */
export const later = (job: () => Promise<unknown>): unknown => jobs.push(job)

/** Puts everything away; a job that fails says so and stops no other. */
export async function tidy(): Promise<void> {
  for (let job = jobs.pop(); job; job = jobs.pop())
    await job().catch((error: unknown) => process.stderr.write(`bench: not put away: ${String(error)}\n`))
}

/** A folder until the bench is over. */
export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'samelight-bench-'))
  later(() => rm(made, { recursive: true, force: true }))
  return made
}

/** Once a run of the journeys: the client is built when its sources have changed, and each journey's hub serves one copy of it. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

const root = fileURLToPath(new URL('../..', import.meta.url))

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the built client. Only to be read: who changes a file of it copies it first. */
    client: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ground = (await import(join(root, 'bin', 'ground.mjs'))) as { build(): void }
  ground.build()
  // A copy, since whoever builds meanwhile moves another client into the place of this one.
  const client = await mkdtemp(join(tmpdir(), 'samelight-client-'))
  await cp(join(root, 'dist'), client, { recursive: true })
  project.provide('client', client)
  return () => rm(client, { recursive: true, force: true })
}

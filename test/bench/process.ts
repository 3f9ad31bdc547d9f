/** The hub, or a file of ours, as a process of its own: what it says, how long it takes, what memory it needs. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Role } from '../../shared/doc/session.ts'
import { later, mayStart } from './tidy.ts'

/** A child whose stdout is one line of JSON, at once or at its end. */
export interface Child<T> {
  readonly said: T
  /** Milliseconds from its start to that line. */
  readonly ms: number
  readonly pid: number
  /** Resident memory now and at its highest, MB; NaN where the system does not say. */
  memory(): { readonly now: number; readonly most: number }
  /** Says something on its stdin, and resolves with the next line of JSON. */
  ask<A>(): Promise<A>
  /** Asks it to end and resolves when it has. */
  end(): Promise<void>
}

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))

function memoryOf(pid: number): { now: number; most: number } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN) / 1000
    return { now: read('VmRSS'), most: read('VmHWM') }
  } catch {
    return { now: Number.NaN, most: Number.NaN } // Only Linux tells it this way.
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await gone
  clearTimeout(hard)
}

/** Runs a TypeScript file under this Node, with flags of Node's own, and resolves with the first line it says; rejects with its stderr where it ends without one. */
export async function start<T>(
  file: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<Child<T>> {
  await mayStart()
  const began = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, file, ...args])
  later(() => ended(child))
  let [out, err] = ['', '']
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString()
  })
  let hear = (): void => {}
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString()
    hear()
  })
  const next = (): Promise<string> =>
    new Promise((resolve, reject) => {
      hear = () => {
        const end = out.indexOf('\n')
        if (end < 0) return
        resolve(out.slice(0, end))
        out = out.slice(end + 1)
        hear = () => {}
      }
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`${file} ended without a word: ${err}`)))
      hear()
    })
  const line = await next()
  return {
    said: JSON.parse(line) as T,
    ms: performance.now() - began,
    pid: child.pid ?? 0,
    memory: () => memoryOf(child.pid ?? 0),
    ask: async () => {
      const answer = next()
      child.stdin.write('\n')
      return JSON.parse(await answer)
    },
    end: () => ended(child),
  }
}

/** What `hub --json` says. */
export interface HubLine {
  readonly url: string
  readonly session: string
  readonly links: Readonly<Record<Role, string>>
}

/** A hub as a person starts it, on any free port. */
export const startHubProcess = (data: string, media?: string): Promise<Child<HubLine>> =>
  start<HubLine>(main, ['hub', '--json', '--port', '0', '--data', data, ...(media ? ['--media', media] : [])])

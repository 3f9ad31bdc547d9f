/** What a subcommand is, and how its flags are read. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Fault } from './store/store.ts'

/** What a command may touch of the process. */
export interface Io {
  /** A line of stdout, a line of stderr. */
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  /** Resolves on SIGINT or SIGTERM. */
  readonly stop: Promise<void>
  /** Folder that relative paths count from. */
  readonly cwd: string
  /** Where a test wants the hub to die; null always else. */
  readonly fault: Fault | null
}

export interface Command {
  readonly name: string
  /** One sentence for the list of commands. */
  readonly doc: string
  /** Resolves to the exit status; rejects with one sentence for a person. */
  readonly run: (argv: readonly string[], io: Io) => Promise<number>
}

/** Reads flags, or throws the sentence that says which one is wrong. */
export function readFlags<T extends NonNullable<ParseArgsConfig['options']>>(argv: readonly string[], options: T) {
  return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
}

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

/** Reads flags, or throws the one sentence that says which of them is wrong. */
export function readFlags<T extends NonNullable<ParseArgsConfig['options']>>(argv: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new Error(
      `${flagSentence(error instanceof Error ? error.message : String(error))}; --help says what there is.`,
    )
  }
}

/** Node's own words for a wrong flag run over several sentences and lines. */
function flagSentence(words: string): string {
  const flag = /'([^' ]+)/.exec(words)?.[1] ?? ''
  if (words.startsWith('Unknown option')) return `There is no flag ${flag}`
  if (words.includes('does not take an argument')) return `${flag} takes no value`
  return /argument (missing|is ambiguous)/.test(words) ? `${flag} wants a value` : words
}

/** What a fuzzer is to the command line. */
export interface Asked {
  readonly runs: number
  readonly seed: number
  /** Everything that was asked for, by its flag. */
  readonly flags: Readonly<Record<string, number>>
  /** One line of progress, on stderr. */
  readonly say: (line: string) => void
}

export interface Command {
  readonly name: string
  readonly doc: string
  /** Flags of its own, each with a whole number. */
  readonly more?: readonly string[]
  /** Runs where none are asked for. */
  readonly runs: number
  /** Resolves when it is through; a failure has been said with the command that replays it. */
  run(asked: Asked): Promise<{ readonly failed: number; readonly figures: Readonly<Record<string, number>> }>
}

import type { Command } from '../command.ts'
import { command as hub } from './hub.ts'

/** The subcommands, in the order they are listed. */
export const commands: readonly Command[] = [hub]

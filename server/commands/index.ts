import type { Command } from '../command.ts'
import { command as docs } from './docs.ts'
import { command as hub } from './hub.ts'
import { command as render } from './render.ts'
import { command as suite } from './suite.ts'

/** The subcommands, in the order they are listed. */
export const commands: readonly Command[] = [hub, suite, render, docs]

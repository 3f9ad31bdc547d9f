import type { Command } from '../command.ts'
import { command as apply } from './apply.ts'
import { command as audit } from './audit.ts'
import { command as backup } from './backup.ts'
import { command as bake } from './bake.ts'
import { command as check } from './check.ts'
import { command as dctl } from './dctl.ts'
import { command as docs } from './docs.ts'
import { command as grade } from './grade.ts'
import { command as hub } from './hub.ts'
import { command as render } from './render.ts'
import { command as restore } from './restore.ts'
import { command as sessions } from './sessions.ts'
import { command as suite } from './suite.ts'

/** The subcommands, in the order they are listed. */
export const commands: readonly Command[] = [
  hub,
  suite,
  render,
  apply,
  grade,
  bake,
  dctl,
  sessions,
  audit,
  check,
  backup,
  restore,
  docs,
]

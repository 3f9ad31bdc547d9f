import type { Command } from '../command.ts'
import { command as create } from './create.ts'
import { command as remove } from './delete.ts'
import { command as exporting } from './export.ts'
import { command as importing } from './import.ts'
import { command as invite } from './invite.ts'
import { command as list } from './list.ts'
import { command as revoke } from './revoke.ts'

/** The verbs of `samelight sessions`, in the order they are listed. */
export const verbs: readonly Command[] = [list, create, invite, revoke, exporting, importing, remove]

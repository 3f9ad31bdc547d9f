/** The table of roles (hub.md): data, not code. `own` allows what concerns one's own only. */
import type { Role } from '../doc/session.ts'
import type { Verb } from './verbs.ts'

export type Cell = boolean | 'own'

export const roles: Readonly<Record<Role, Readonly<Record<Verb, Cell>>>> = {
  colorist: {
    watch: true,
    note: true,
    grade: true,
    lock: 'own',
    snapshot: true,
    review: false,
    arrange: false,
    seat: false,
  },
  client: {
    watch: true,
    note: true,
    grade: false,
    lock: false,
    snapshot: false,
    review: false,
    arrange: false,
    seat: false,
  },
  supervisor: {
    watch: true,
    note: true,
    grade: false,
    lock: false,
    snapshot: true,
    review: true,
    arrange: false,
    seat: false,
  },
  engineer: {
    watch: true,
    note: true,
    grade: false,
    lock: true,
    snapshot: true,
    review: false,
    arrange: true,
    seat: true,
  },
  observer: {
    watch: true,
    note: false,
    grade: false,
    lock: false,
    snapshot: false,
    review: false,
    arrange: false,
    seat: false,
  },
}

export const roleNames = Object.keys(roles) as Role[]

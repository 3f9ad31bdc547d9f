import type { Action } from './action.ts'

/** Scopes in the right palette, or the receipt. */
export const scopes: Action = {
  id: 'scopes',
  title: 'Scopes or receipt',
  verb: 'watch',
  run: (desk) => desk.setAside(desk.aside === 'scopes' ? 'receipt' : 'scopes'),
}

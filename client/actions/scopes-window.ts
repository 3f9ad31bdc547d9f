import type { Action } from './action.ts'

/** Scopes in a window of their own, or docked again. */
export const scopesWindow: Action = {
  id: 'scopes-window',
  title: 'Scopes in a window of their own, or docked',
  verb: 'watch',
  run: ({ layout }) => layout.setScopesOut(!layout.scopesOut),
}

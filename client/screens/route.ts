/** The one route: `/s/<session>#<key>`. The key stays in the fragment, which reaches no server. */
export interface Route {
  readonly session: string
  readonly key: string
}

/** The route of an address, or the sentence that says what is missing. */
export function parseRoute(path: string, hash: string): Route | string {
  const match = /^\/s\/([A-Za-z0-9_-]{1,64})\/?$/.exec(path)
  if (!match) return 'This address names no session: open the link as it was sent to you.'
  const key = hash.replace(/^#/, '')
  if (key === '') return 'The link has lost its key, the part after #: open it as it was sent to you.'
  return { session: match[1]!, key }
}

/** The beginning of the links that a command prints: where people reach the hub. */

/** The origin of an address, or the sentence that it is none, thrown. `flag` is its name in the sentence. */
export function originOf(text: string, flag = '--public-url'): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search + url.hash + url.username !== '')
    throw new Error(`${flag} ${text} is not the beginning of an address, such as https://hub.example.com.`)
  return url.origin
}

/** Where a hub listens whom nobody has told otherwise. */
export const restOrigin = 'http://127.0.0.1:15000'

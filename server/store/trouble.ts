/** SQLite's own words for what a disk can do, as sentences for whoever keeps the hub. */

const words: readonly (readonly [RegExp, string])[] = [
  [/disk is full|ENOSPC/i, 'the disk is full; it goes on once there is room'],
  [/readonly database|EROFS/i, 'the disk, or the file, is read only'],
  [
    /malformed|not a database|file is encrypted/i,
    'the file of the store is damaged; `samelight check` says where, `samelight restore` brings a backup back',
  ],
  [/unable to open database/i, 'its file cannot be opened'],
  [/disk i\/o error/i, 'the disk does not read or write (an input/output error)'],
  [/database is locked/i, 'another program holds its file locked'],
]

/** One sentence without its full stop's beginning: what the store cannot, and why. */
export function troubleOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const why = words.find(([pattern]) => pattern.test(message))?.[1]
  return why === undefined ? `The store cannot: ${message}` : `The store cannot: ${why}.`
}

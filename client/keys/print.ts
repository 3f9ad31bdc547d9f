/** Chords as a person reads them. */
const names: Readonly<Record<string, string>> = {
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Period: '.',
  Comma: ',',
  Escape: 'Esc',
  ContextMenu: 'Menu',
  Equal: '=',
  Minus: '−',
  NumpadAdd: 'Num +',
  NumpadSubtract: 'Num −',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Backspace: '⌫',
}

/** `$mod+Shift+KeyZ` -> `Ctrl Shift Z`, or with Command and Option on a Mac; nothing for an action without a key. */
export function printChord(chord: string | undefined, mac: boolean): string {
  if (chord === undefined) return ''
  return chord
    .split('+')
    .map((part) => {
      if (part === '$mod') return mac ? '⌘' : 'Ctrl'
      if (part === 'Alt') return mac ? '⌥' : 'Alt'
      if (part === 'Shift') return mac ? '⇧' : 'Shift'
      return names[part] ?? part.replace(/^(Key|Digit)/, '')
    })
    .join(' ')
}

/** All chords of an action on one line: a run of digits under the same keys is `Alt 1–8`. */
export function printChords(chords: readonly string[], mac: boolean): string {
  const runs: string[][] = []
  for (const chord of chords) {
    const last = runs.at(-1)
    const stem = (text: string) => text.replace(/Digit\d$/, 'Digit')
    if (last && /Digit\d$/.test(chord) && stem(last[0]!) === stem(chord)) last.push(chord)
    else runs.push([chord])
  }
  return runs
    .map((run) => printChord(run[0], mac) + (run.length > 1 ? `–${printChord(run.at(-1), mac).split(' ').at(-1)}` : ''))
    .join('  or  ')
}

/** Whether this browser runs on a Mac. */
export const onMac = (): boolean => typeof navigator === 'object' && /Mac|iPhone|iPad/.test(navigator.platform)

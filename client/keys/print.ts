/** Chords as a person reads them. */
const names: Readonly<Record<string, string>> = {
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
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

/** Whether this browser runs on a Mac. */
export const onMac = (): boolean => typeof navigator === 'object' && /Mac|iPhone|iPad/.test(navigator.platform)

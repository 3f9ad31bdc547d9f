/**
 * Chords a browser keeps for itself in a tab (Chromium, `BrowserCommandController::IsReservedCommandOrKey`, and its tab switching).
 * They are free in an installed window only, so no action may have nothing else. Headless Chromium delivers them: only this list tells.
 */
export const reserved: readonly string[] = [
  '$mod+KeyW',
  '$mod+Shift+KeyW',
  '$mod+KeyT',
  '$mod+Shift+KeyT',
  '$mod+KeyN',
  '$mod+Shift+KeyN',
  '$mod+Tab',
  '$mod+Shift+Tab',
  '$mod+PageUp',
  '$mod+PageDown',
  '$mod+F4',
  'Alt+F4',
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `$mod+Digit${digit}`),
]

/** Typing these is timecode entry, so no chord may be one of them alone. */
export const timecodeKeys: readonly string[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((digit) => [`Digit${digit}`, `Numpad${digit}`, `${digit}`]),
  'Minus',
  'NumpadSubtract',
  '-',
  'Equal',
  'NumpadAdd',
  '+',
  'Period',
  'NumpadDecimal',
  '.',
]

/**
 * The one keymap, in bands: action id -> chords, the first one is printed; one without is found by name (Ctrl+K). Chords are tinykeys': modifiers and a physical key
 * (`event.code`), so that Option on a Mac and other layouts reach them; `$mod` is Control, or Command on a Mac.
 */
export interface Band {
  readonly title: string
  readonly keys: Readonly<Record<string, readonly string[]>>
}

const transport = {
  reverse: ['KeyJ'],
  stop: ['KeyK'],
  forward: ['KeyL'],
  'fast-reverse': ['Shift+KeyJ'],
  'fast-forward': ['Shift+KeyL'],
  'slow-forward': ['Shift+KeyK'],
  'play-stop': ['Space'],
  loop: ['$mod+Slash'],
  'play-around': ['Slash'],
  'mark-in': ['KeyI'],
  'mark-out': ['KeyO'],
  'clear-marks': ['Alt+KeyX'],
  'go-in': ['Shift+KeyI'],
  'go-out': ['Shift+KeyO'],
  'frame-back': ['ArrowLeft'],
  'frame-forward': ['ArrowRight'],
  'second-back': ['Shift+ArrowLeft'],
  'second-forward': ['Shift+ArrowRight'],
  'clip-first': ['Home'],
  'clip-last': ['End'],
  'previous-clip': ['ArrowUp'],
  'next-clip': ['ArrowDown'],
  'previous-touched': ['Alt+ArrowUp'],
  'next-touched': ['Alt+ArrowDown'],
  'previous-ungraded': ['Alt+Shift+ArrowUp'],
  'next-ungraded': ['Alt+Shift+ArrowDown'],
} as const

const nodes = {
  'add-serial': ['Alt+KeyS'],
  'add-before': ['Shift+KeyS'],
  append: ['Alt+KeyK'],
  'add-parallel': ['Alt+KeyP'],
  'add-layer': ['Alt+KeyL'],
  'add-outside': ['Alt+KeyO'],
  'add-circle': ['Alt+KeyC'],
  'add-linear': ['Alt+KeyQ'],
  'add-polygon': ['Alt+KeyG'],
  'add-curve': ['Alt+KeyB'],
  'node-on': ['$mod+KeyD'],
  'nodes-on': ['Alt+KeyD'],
  extract: ['KeyE'],
  'delete-node': ['Delete', 'Backspace'],
  'previous-node': ['Alt+Shift+Semicolon'],
  'next-node': ['Alt+Shift+Quote'],
  'reset-node': ['Shift+Home'],
  'reset-keep-nodes': ['$mod+Shift+Home'],
  'reset-all': ['$mod+Home'],
  'lock-node': ['Alt+KeyN'],
  'label-node': ['F2'],
  'share-node': [],
  'unshare-node': [],
  'open-shared': ['Alt+Enter'],
  'set-default-tree': [],
  'clear-default-tree': [],
  'node-menu': ['Shift+F10', 'ContextMenu'],
  'clean-graph': ['Alt+Shift+KeyC'],
  'fit-graph': ['Alt+Shift+KeyF'],
  'pan-tool': ['KeyH'],
  'node-pictures': [],
} as const

const many = {
  copy: ['$mod+KeyC'],
  paste: ['$mod+KeyV'],
  'apply-one-back': ['Shift+Equal'],
  'apply-two-back': ['Shift+Minus'],
  'copy-colour': ['Shift+KeyC'],
  ripple: ['Shift+KeyR'],
  'ripple-group': ['Shift+KeyG'],
  'append-picked': ['Shift+KeyA'],
  flag: ['KeyG'],
  'clear-flags': [],
  'clear-clip-colour': [],
  'previous-selected': ['$mod+ArrowUp'],
  'next-selected': ['$mod+ArrowDown'],
} as const

const grade = {
  undo: ['$mod+KeyZ'],
  redo: ['$mod+Shift+KeyZ'],
  bypass: ['Shift+KeyD'],
  scopes: ['KeyS'],
  // Ctrl+Shift+W is the browser's in a tab, as Ctrl+W is.
  'scopes-window': ['Alt+Shift+KeyS', '$mod+Shift+KeyW'],
  'add-version': ['$mod+KeyY'],
  'first-version': ['$mod+KeyU'],
  'lock-clip': ['Alt+Shift+KeyN'],
  'printer-lights': ['$mod+Alt+Backquote'],
  'turn-primaries': ['Alt+KeyZ'],
  highlight: ['Shift+KeyH'],
  'highlight-matte': ['Alt+Shift+KeyH'],
  'window-outlines': ['Alt+KeyH'],
  'track-forward': ['KeyT'],
  'track-back': ['Alt+KeyT'],
  'track-both': ['Shift+KeyT'],
  'track-on': ['Alt+Period'],
  'track-back-one': ['Alt+Comma'],
  'track-stop': ['Escape'],
} as const

const keyframes = {
  keyframe: ['$mod+BracketLeft'],
  'static-keyframe': ['$mod+BracketRight'],
  'delete-keyframe': ['Alt+BracketRight'],
  'previous-keyframe': ['BracketLeft'],
  'next-keyframe': ['BracketRight'],
} as const

const viewer = {
  'zoom-in': ['$mod+Equal', '$mod+NumpadAdd'],
  'zoom-out': ['$mod+Minus', '$mod+NumpadSubtract'],
  'zoom-fit': ['Shift+KeyZ'],
  'zoom-whole': ['Alt+Shift+KeyZ'],
  'enhanced-viewer': ['Alt+KeyF'],
  'full-viewer': ['Shift+KeyF', 'KeyP'],
  assess: ['$mod+KeyB'],
  'safe-areas': ['Alt+Shift+KeyA'],
  overlays: ['Shift+Backquote'],
} as const

const review = {
  'take-snapshot': ['$mod+Shift+KeyS'],
  approve: ['KeyA'],
  'ask-changes': ['KeyR'],
  // Ctrl+W is the browser's in a tab, and the page's in an installed window.
  compare: ['KeyW', '$mod+KeyW'],
} as const

const digits = [1, 2, 3, 4, 5, 6, 7, 8] as const

const gallery = {
  'grab-still': ['$mod+Alt+KeyG'],
  'next-still': ['$mod+Alt+KeyN'],
  'live-preview': [],
  'previous-still': ['$mod+Alt+KeyB'],
  'invert-wipe': ['Alt+KeyW'],
  'split-screen': ['$mod+Alt+KeyW'],
  lightbox: ['Alt+Shift+KeyL'],
  'save-memory': digits.map((digit) => `Alt+Digit${digit}`),
  // Ctrl and a digit turn tabs in a browser; they come through in an installed window.
  'load-memory': [...digits.map((digit) => `Alt+Shift+Digit${digit}`), ...digits.map((digit) => `$mod+Digit${digit}`)],
} as const

const room = {
  'note-here': ['KeyM'],
  'previous-note': ['Shift+ArrowUp'],
  'next-note': ['Shift+ArrowDown'],
  'was-now': ['Shift+KeyM'],
  follow: ['$mod+Enter'],
  'take-wheel': ['Alt+Shift+KeyT'],
  hold: ['Alt+KeyR'],
  publish: ['Alt+Shift+KeyR'],
  discard: ['Alt+Shift+Backspace'],
} as const

const screen = {
  commands: ['$mod+KeyK'],
  shortcuts: ['Shift+Slash'],
  surfaces: [],
  'show-gallery': [],
  'show-clips': [],
  'show-nodes': [],
  'show-rooms': ['$mod+KeyG'],
  'show-notes': [],
  'show-snapshots': [],
  'reset-layout': [],
} as const

export const keymap = {
  ...transport,
  ...nodes,
  ...many,
  ...grade,
  ...keyframes,
  ...gallery,
  ...viewer,
  ...review,
  ...room,
  ...screen,
} as const

/** In the order of the shortcut sheet. */
export const bands: readonly Band[] = [
  { title: 'Transport', keys: transport },
  { title: 'Nodes', keys: nodes },
  { title: 'Many clips', keys: many },
  { title: 'Grade', keys: grade },
  { title: 'Keyframes', keys: keyframes },
  { title: 'Gallery', keys: gallery },
  { title: 'Viewer', keys: viewer },
  { title: 'Review', keys: review },
  { title: 'Room', keys: room },
  { title: 'Screen', keys: screen },
]

/** Ids of every action: a row here needs a file in `client/actions`, and the other way round. */
export type ActionId = keyof typeof keymap

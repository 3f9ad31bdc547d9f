/** What a device says once its bytes are read. Each of its parts has a name that stays, such as `cc 1 7` or `left ring`. */
export type Signal =
  /** Moved by so many pixels of a drag: right and down are positive. A knob has dx alone. */
  | { readonly kind: 'turn'; readonly part: string; readonly dx: number; readonly dy: number }
  /** A number of seven bits, 0 … 127: what it means is the encoding's business. */
  | { readonly kind: 'value'; readonly part: string; readonly value: number }
  /** Went down. */
  | { readonly kind: 'press'; readonly part: string }

/** When a picture is next drawn: handed to a desk, so that a test draws when it likes. */
/** Calls back once before the next picture; answers what stops it. */
export type Tick = (call: () => void) => () => void

/** The browser’s own next picture. */
export const browserTick: Tick = (call) => {
  const id = requestAnimationFrame(call)
  return () => cancelAnimationFrame(id)
}

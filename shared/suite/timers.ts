/** Waiting, handed in so that a test can turn the time by hand. Both answer the function that stops them. */
export interface Timers {
  after(ms: number, call: () => void): () => void
  every(ms: number, call: () => void): () => void
}

/** The platform's own timers. */
export const platformTimers: Timers = {
  after(ms, call) {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
  every(ms, call) {
    const timer = setInterval(call, ms)
    return () => clearInterval(timer)
  },
}

import { bench as document } from './document.ts'
import { bench as engine } from './engine.ts'
import type { Bench } from './figure.ts'

/** In the order in which `npm run bench` runs them. */
export const benches: readonly Bench[] = [engine, document]

import { bench as chain } from './chain.ts'
import { bench as cores } from './cores.ts'
import { bench as document } from './document.ts'
import { bench as drag } from './drag.ts'
import { bench as engine } from './engine.ts'
import { bench as fan } from './fan.ts'
import type { Bench } from './figure.ts'
import { bench as gate } from './gate.ts'
import { bench as hand } from './hand.ts'
import { bench as history } from './history.ts'
import { bench as keyed } from './keyed.ts'
import { bench as live } from './live.ts'
import { bench as lut } from './lut.ts'
import { bench as open } from './open.ts'
import { bench as outline } from './outline.ts'
import { bench as page } from './page.ts'
import { bench as pass } from './pass.ts'
import { bench as scope } from './scope.ts'
import { bench as still } from './still.ts'
import { bench as storm } from './storm.ts'
import { bench as tick } from './tick.ts'
import { bench as track } from './track.ts'

/** In the order in which `npm run bench` runs them. */
export const benches: readonly Bench[] = [
  engine,
  chain,
  cores,
  lut,
  outline,
  tick,
  pass,
  document,
  drag,
  open,
  storm,
  history,
  page,
  scope,
  hand,
  keyed,
  still,
  gate,
  fan,
  live,
  track,
]

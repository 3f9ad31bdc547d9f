/** The colour spaces, cameras first, then working spaces, then displays. */
import type { Space } from '../op/space.ts'
import { aces2065 } from './aces2065-1.ts'
import { acescc } from './acescc.ts'
import { acescct } from './acescct.ts'
import { acescg } from './acescg.ts'
import { appleLog } from './apple-log-rec2020.ts'
import { bmdFilmGen5 } from './bmd-film-gen5.ts'
import { clog2 } from './clog2-cgamut.ts'
import { clog3 } from './clog3-cgamut.ts'
import { davinciIntermediate } from './davinci-intermediate-wg.ts'
import { displayP3 } from './display-p3.ts'
import { log3g10 } from './log3g10-rwg.ts'
import { logc3 } from './logc3-ei800-awg3.ts'
import { logc4 } from './logc4-awg4.ts'
import { p3D65 } from './p3-d65-gamma26.ts'
import { p3D65Pq } from './p3-d65-pq.ts'
import { p3Dci } from './p3-dci-gamma26.ts'
import { rec709Bt1886 } from './rec709-bt1886.ts'
import { rec709Scene } from './rec709-scene.ts'
import { rec2020Bt1886 } from './rec2020-bt1886.ts'
import { rec2100Hlg } from './rec2100-hlg.ts'
import { rec2100Pq } from './rec2100-pq.ts'
import { redLogFilm } from './redlogfilm-rwg.ts'
import { slog3SGamut3 } from './slog3-sgamut3.ts'
import { slog3SGamut3Cine } from './slog3-sgamut3-cine.ts'
import { slog3SGamut3CineVenice } from './slog3-sgamut3-cine-venice.ts'
import { slog3SGamut3Venice } from './slog3-sgamut3-venice.ts'
import { srgb } from './srgb.ts'
import { vlog } from './vlog-vgamut.ts'

export const spaces: readonly Space[] = [
  logc3,
  logc4,
  slog3SGamut3,
  slog3SGamut3Cine,
  slog3SGamut3Venice,
  slog3SGamut3CineVenice,
  log3g10,
  redLogFilm,
  vlog,
  clog2,
  clog3,
  bmdFilmGen5,
  appleLog,
  davinciIntermediate,
  acescct,
  acescc,
  acescg,
  aces2065,
  rec709Bt1886,
  rec709Scene,
  srgb,
  displayP3,
  p3D65,
  p3Dci,
  p3D65Pq,
  rec2020Bt1886,
  rec2100Pq,
  rec2100Hlg,
]

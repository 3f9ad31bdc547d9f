/** The worker thread of `lut-check.ts`: reads one file as a LUT and says what is wrong with it. */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readLut } from '../../shared/lut/read-lut.ts'
import { sessionFault } from '../../shared/lut/session-lut.ts'

const bytes = readFileSync(workerData as string)
const lut = readLut(bytes)
parentPort?.postMessage(typeof lut === 'string' ? lut : sessionFault(lut, bytes.length))

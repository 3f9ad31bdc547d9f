/** The picture worker, so that the page's own thread never waits for a picture; it has a proof worker, and one a core for big pictures. */
import { openBands } from './bands.ts'
import { openGpu } from './gpu-open.ts'
import type { Line } from './prover.ts'
import { type Inside, servePictures } from './serve.ts'

const line = new Worker(new URL('./proof.worker.ts', import.meta.url), { type: 'module', name: 'proof' })

servePictures(self as unknown as Inside, line as Line, () => openGpu(), openBands)

/** Stills as a suite sends them, packed by Node's zlib. */
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { encodeStill, type StillFrame } from '../../shared/render/still.ts'

const deflate = promisify<Uint8Array, Buffer>(zlib.deflate)

/** The PNG of a frame. */
export const stillPng = (frame: StillFrame): Promise<Uint8Array<ArrayBuffer>> => encodeStill(frame, deflate)

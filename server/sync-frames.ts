/** y-protocols' sync messages as bytes. */
import * as encoding from 'lib0/encoding'

/** Step 0 asks by a state vector, 1 answers it, 2 is an update. */
export function printSync(step: 0 | 1 | 2, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

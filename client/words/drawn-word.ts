/** Who drew a picture, and whether it is proved: two words beside a digest. */
import type { Receipt } from '../../shared/wire/messages.ts'

const titles: Readonly<Record<Receipt['executor'], string>> = { wgsl: 'GPU', wasm: 'CPU', reference: 'reference' }

export function drawnWord({
  executor,
  digest,
  proof,
  class: picture,
}: Pick<Receipt, 'executor' | 'digest' | 'proof'> & Partial<Pick<Receipt, 'class'>>): string {
  if (picture === 'still') return 'still · exact'
  const word = proof === null ? '' : proof === digest ? ' · proved' : ' · proof differs'
  return `${titles[executor]}${word}`
}

/** Which executor draws here and why, in a sentence: what the pointer reads on the two words. */
export const drawnSentence = (by: {
  readonly id: Receipt['executor']
  readonly adapter: string | null
  readonly sentence: string | null
}): string => by.sentence ?? (by.id === 'wgsl' ? `The GPU draws: ${by.adapter}.` : 'WebAssembly draws.')

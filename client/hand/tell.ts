/** What a control has to say of itself, e.g. why a number was not taken. A control knows no foot: whoever has one hears it here. */

type Ear = (sentence: string) => void
const ears = new Set<Ear>()

/** Hears every sentence of the page's controls; returns the stop function. */
export function hearControls(ear: Ear): () => void {
  ears.add(ear)
  return () => void ears.delete(ear)
}

export const tell = (sentence: string): void => {
  for (const ear of ears) ear(sentence)
}

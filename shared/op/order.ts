/**
 * The fixed order within a node, whatever order its palettes were touched in. Resolve's manual says that noise reduction comes first, HDR
 * before the primaries, lift, gamma and gain before the log stage, offset in it and the LUT last; where it is silent the order is ours.
 */
export const places = [
  { id: 'source', doc: 'Noise reduction and other operators that read a neighbourhood of the source.' },
  { id: 'sizing', doc: 'Sizing of the node.' },
  { id: 'zones', doc: 'HDR zones.' },
  {
    id: 'primaries',
    doc: 'Exposure, lift with gain, gamma, contrast, saturation, hue, temperature with tint, and the other primaries.',
  },
  { id: 'log', doc: 'Log stage: shadow, midtone and highlight wheels, then offset.' },
  { id: 'cdl', doc: 'ASC CDL.' },
  { id: 'grading', doc: 'OpenColorIO’s grading operators: primary, tone, RGB curve, hue curve.' },
  { id: 'mixer', doc: 'RGB mixer.' },
  { id: 'curves', doc: 'Custom curves with soft clip.' },
  { id: 'hue-curves', doc: 'Hue curves, keyed from the node’s RGB input.' },
  { id: 'transform', doc: 'Colour-space transform.' },
  { id: 'finish', doc: 'Blur, sharpen, mist, grain.' },
  { id: 'lut', doc: 'LUT.' },
  {
    id: 'key',
    doc: 'The key, qualifier × windows × key input, all keyed from the node’s RGB input, mixes the result over the input: in + k·(out − in).',
  },
] as const satisfies readonly { readonly id: string; readonly doc: string }[]

export type Place = (typeof places)[number]['id']

/** Where a place stands, from 0. */
export const rank = (place: Place): number => places.findIndex((one) => one.id === place)

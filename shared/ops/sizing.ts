import { type Controls, defineOp, rasterOf } from '../op/define.ts'
import { memo } from '../op/draw.ts'
import { choice, scalar } from '../op/param.ts'
import type { Resampling } from '../op/pass.ts'
import { resampling } from '../op/resampling.ts'

const passOf = memo<string, Resampling | null>(64, (key) => {
  const [width, height, pan, tilt, zoom, rotate, flip] = JSON.parse(key) as [...number[], string] & number[]
  const size = [width!, height!] as const
  const word = String(flip)
  const flipX = word === 'across' || word === 'both'
  const flipY = word === 'down' || word === 'both'
  return resampling({ fit: 'fit', pan: [pan!, tilt!], zoom: zoom!, rotate: rotate!, flipX, flipY }, size, size, 1)
})

/** The pass of a node's sizing on a picture of that size, or null where nothing moves. */
export function nodeResampling(c: Controls, [width, height]: readonly [number, number]): Resampling | null {
  const [pan, tilt, zoom, rotate] = ['pan', 'tilt', 'zoom', 'rotate'].map((id) => c.number(id))
  const flip = c.word('flip')
  // Of nearly every node.
  if (pan === 0 && tilt === 0 && zoom === 1 && rotate === 0 && flip === 'none') return null
  return passOf(JSON.stringify([width, height, pan, tilt, zoom, rotate, flip]))
}

/** Moves, scales, turns and flips the picture that comes into a node. */
export const sizing = defineOp({
  id: 'sizing',
  version: 1,
  title: 'Node Sizing',
  place: 'sizing',
  arms: false,
  doc:
    'Moves, scales, turns and flips the picture as it comes into the node, before every palette, by the filter of input sizing; what comes from outside the picture is black. ' +
    'Where the node’s key lets nothing through stands the picture as it came: a window and a pan put one place over another. ' +
    'The key goes along or stays: windows and key input where they would be in the picture before, the qualifier by what it sees there.',
  params: {
    pan: scalar({
      title: 'Pan',
      unit: 'half height',
      neutral: 0,
      hard: [-16, 16],
      soft: [-2, 2],
      shown: { scale: 100, decimals: 1 },
      doc: 'To the right, in hundredths of half the picture’s height: 0 changes nothing.',
    }),
    tilt: scalar({
      title: 'Tilt',
      unit: 'half height',
      neutral: 0,
      hard: [-16, 16],
      soft: [-2, 2],
      shown: { scale: 100, decimals: 1 },
      doc: 'Downwards, in hundredths of half the picture’s height: 0 changes nothing.',
    }),
    zoom: scalar({
      title: 'Zoom',
      unit: 'factor',
      neutral: 1,
      hard: [0.0625, 16],
      soft: [0.25, 4],
      shown: { decimals: 3 },
      doc: 'How large, about the picture’s centre: 1 changes nothing.',
    }),
    rotate: scalar({
      title: 'Rotate',
      unit: 'degree',
      neutral: 0,
      hard: [-360, 360],
      soft: [-180, 180],
      shown: { decimals: 1 },
      doc: 'Clockwise, in degrees: 0 changes nothing.',
    }),
    flip: choice({
      title: 'Flip',
      doc: 'Which way round the picture stands.',
      options: [
        { id: 'none', title: 'None', doc: 'As it came.' },
        { id: 'across', title: 'Horizontal', doc: 'Left and right change places.' },
        { id: 'down', title: 'Vertical', doc: 'Top and bottom change places.' },
        { id: 'both', title: 'Both', doc: 'Left and right change places, and so do top and bottom.' },
      ],
    }),
    key: choice({
      title: 'Key',
      doc: 'What becomes of the node’s key.',
      options: [
        { id: 'moves', title: 'Moves', doc: 'It goes along with the picture.' },
        { id: 'locked', title: 'Locked', doc: 'It stays where it was.' },
      ],
    }),
  },
  parts: [
    {
      reads: ['pan', 'tilt', 'zoom', 'rotate', 'flip', 'key'],
      draw: (b, rgb, c, ground) => {
        const { width, height } = rasterOf(ground)
        const pass = nodeResampling(c, [width, height])
        return pass && b.pass3(pass, rgb)
      },
    },
  ],
})

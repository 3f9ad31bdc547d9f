import { drawConvert } from '../op/convert.ts'
import { defineOp } from '../op/define.ts'
import { choice } from '../op/param.ts'
import { spaces } from '../spaces/index.ts'

const options = (what: string) => [
  { id: 'working', title: 'Working space', doc: 'The session’s working space.' },
  ...spaces.map(({ id, title }) => ({ id, title, doc: `${what} ${title}.` })),
]

/** Colour-space transform: a node's code values read as of one space, given as of another. */
export const transform = defineOp({
  id: 'transform',
  version: 1,
  title: 'Color Space Transform',
  place: 'transform',
  // A word more or less is another kernel whatever is armed.
  arms: false,
  doc:
    'Reads the code values as those of one space and gives those of another: to light by the curve of the first, to the primaries of the second with its maker’s adaptation, to code by the curve of the second. ' +
    'Where one is a scene and the other a display the session’s tone stands between, unless tone is off: then light 1 of the scene is light 1 of the display (of PQ: 100 cd/m²). ' +
    'It clamps only where a curve does: a display gives no light below 0, HLG and PQ have no code of it, light stays within ±65,504; colours outside the second space’s primaries keep their negative parts. Equal spaces change nothing.',
  params: {
    from: choice({
      title: 'Input Space',
      doc: 'What the node’s code values are.',
      options: options('They are of'),
    }),
    to: choice({
      title: 'Output Space',
      doc: 'What they become.',
      options: options('They become those of'),
    }),
    tone: choice({
      title: 'Tone',
      doc: 'What stands between the light of a scene and that of a display.',
      options: [
        { id: 'on', title: 'On', doc: 'The tone of the session’s output.' },
        { id: 'off', title: 'Off', doc: 'Nothing: what is brighter than the display’s white is cut by it alone.' },
      ],
    }),
  },
  parts: [
    {
      reads: ['from', 'to', 'tone'],
      draw: (b, rgb, c, ground) => {
        const [from, to] = [c.word('from'), c.word('to')]
        if (from === to) return null
        const of = (id: string) => spaces.find((space) => space.id === id) ?? ground.working
        return of(from).id === of(to).id ? null : drawConvert(b, of(from), of(to), rgb, c.word('tone') === 'on')
      },
    },
  ],
})

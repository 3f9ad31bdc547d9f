/** The screens on a fake suite, outside the build: `npx vite test/ui/page`, then `?screen=grader`, `room` or `join`. */
import '@fontsource-variable/inter'
import '../../../client/theme/tokens.css'
import '../../../client/theme/ground.css'
import { createRoot } from 'react-dom/client'
import { perform } from '../../../client/panels/use-actions.ts'
import { Grader } from '../../../client/screens/grader/grader.tsx'
import { Join } from '../../../client/screens/join/join.tsx'
import { Room } from '../../../client/screens/room/room.tsx'
import { Desk } from '../../../client/state/desk.ts'
import { Keyframes } from '../../../client/state/keyframes.ts'
import { browserTick } from '../../../client/state/tick.ts'
import { DeskContext } from '../../../client/state/use-desk.ts'
import { demoRooms, demoSession, drawInOrder } from '../kit/demo.ts'
import { FakeSuite } from '../kit/fake-suite.ts'

const screen = new URLSearchParams(location.search).get('screen')
const room = screen === 'room'
const seat = room ? 'seat0002' : 'seat0001'
const colorist = { ...demoRooms[0]!, seat: 'seat0001', name: 'Clara Marsh', role: 'colorist' } as const
const receipt = {
  seat: 'seat0002',
  revision: 2184,
  clip: 'clip0000',
  frame: 0,
  plan: 'c3f1a09d7e554b21b6a0c3d4e5f60718',
  source: '0d9c1b2a3f4e5d6c7b8a99887766554f',
  look: '77aa0b1c2d3e4f5061728394a5b6c7d8',
  digest: '9c1f5b7e20d34a86b1c2d3e4f5a60718',
  executor: 'wasm',
  engine: 'samelight 1',
  class: 'original',
  display: 'srgb',
  monitorLut: null,
  watermark: null,
  proof: '9c1f5b7e20d34a86b1c2d3e4f5a60718',
  skewMs: 0,
  dropped: 0,
  at: 0,
} as const
const plain = { spot: null, look: '', marks: [], answers: [], done: null } as const
const suite = new FakeSuite({
  session: { ...demoSession, driver: 'seat0001' },
  seat,
  role: room ? 'client' : 'colorist',
  rooms: room
    ? [{ ...colorist, receipt }, demoRooms[1]!]
    : [
        { ...demoRooms[0]!, receipt, pointer: [0.4, -0.2] },
        { ...demoRooms[1]!, online: false },
      ],
  notes: [
    {
      id: 'note0001',
      seat: 'seat0002',
      text: 'Skin a touch warmer, please.',
      clip: 'clip0000',
      frame: 30,
      revision: 2180,
      at: 1,
      ...plain,
    },
    {
      id: 'note0002',
      seat: 'seat0003',
      text: 'The sky is fighting the car.',
      clip: 'clip0002',
      frame: 12,
      revision: 2182,
      at: 2,
      ...plain,
    },
  ],
  draw: drawInOrder(),
  now: () => performance.now(),
})
const desk = new Desk(suite, browserTick, Keyframes)
desk.setReceipt({ ...receipt, seat })
if (!room)
  for (const [id, label] of [
    ['append', 'WB'],
    ['append', 'EXP'],
    ['append', ''],
    ['add-circle', 'SKIN'],
    ['append', 'LOOK'],
  ] as const) {
    perform(desk, id)
    const { level, node } = desk
    suite.edit(level!, 'label', (grade) => {
      grade.label(level!, '0', node!.id, label)
      if (label === 'SKIN') grade.control(level!, '0', node!.id, 'primaries.gain', [1.02, 1.05, 0.99, 0.94])
      if (label === 'EXP') grade.control(level!, '0', node!.id, 'log.offset', [0.02, 0.01, 0])
    })
    if (label === 'SKIN') setTimeout(() => desk.select(node!.id))
  }
declare global {
  interface Window {
    /** For tests of the page: what the suite has been told. */
    fake: { readonly suite: FakeSuite; readonly desk: Desk }
  }
}
window.fake = { suite, desk }

const picture = (
  <canvas
    width={1920}
    height={1080}
    ref={(canvas) => {
      const g = canvas?.getContext('2d')
      if (!g) return
      const sky = g.createLinearGradient(0, 0, 1920, 1080)
      sky.addColorStop(0, 'rgb(150 160 170)')
      sky.addColorStop(0.6, 'rgb(120 112 104)')
      sky.addColorStop(1, 'rgb(40 38 36)')
      g.fillStyle = sky
      g.fillRect(0, 0, 1920, 1080)
    }}
  />
)

const Screen = () => {
  if (screen === 'join') return <Join name="" waiting={null} refusal={null} enter={(name) => suite.say(name)} />
  return room ? <Room picture={picture} leave={() => suite.leave()} /> : <Grader picture={picture} />
}

createRoot(document.getElementById('app')!).render(
  <DeskContext value={desk}>
    <Screen />
  </DeskContext>,
)

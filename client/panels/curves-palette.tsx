/** Custom curves Y, R, G, B: three ganged or each by itself, with soft clip beside them. */
import { useMemo, useState } from 'react'
import type { Param } from '../../shared/op/param.ts'
import { valueAt } from '../../shared/op/spline.ts'
import { Button } from '../controls/button.tsx'
import { Curve } from '../controls/curve.tsx'
import { Diamond } from '../controls/diamond.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Slider } from '../controls/slider.tsx'
import { addPoint, splineOf } from '../hand/curve.ts'
import type { Grip } from '../hand/grip.ts'
import { type Colour, hsyOf } from '../hand/qualify.ts'
import { useScrub } from '../hand/use-scrub.ts'
import { Link2, Pipette, RotateCcw } from '../icons/index.ts'
import type { Desk } from '../state/desk.ts'
import { paletteOf } from '../state/palette.ts'
import type { Channel, Picker } from '../state/palette-view.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { useProbe } from '../viewer/probe-context.ts'
import { useHistogram } from '../viewer/use-probe.ts'
import { words } from '../words/words.ts'
import css from './curves-palette.module.css'
import { PointFields } from './point-fields.tsx'
import { type Gripped, useGrip } from './use-grip.ts'

const { op } = paletteOf('curves').controls[0]!
const channels: readonly Channel[] = ['y', 'r', 'g', 'b']
const traces = { y: undefined, r: 'red', g: 'green', b: 'blue' } as const
const curveOf = (channel: Channel): Param => op.params[channel]!
/** The controls that a curve of this channel is ganged with. */
const alongOf: Readonly<Record<Channel, readonly Param[]>> = {
  y: [],
  r: [curveOf('g'), curveOf('b')],
  g: [curveOf('r'), curveOf('b')],
  b: [curveOf('r'), curveOf('g')],
}
const none: readonly Param[] = []
/** What stands beside the curves: soft clip. */
const clips = paletteOf('curves')
  .controls.map(({ param }) => param)
  .filter(({ kind }) => kind === 'scalar')

export function CurvesPalette() {
  const desk = useDesk()
  const disabled = desk.suite.role !== 'colorist'
  const channel = useDeskValue(['palette'], (d) => d.palettes.channel)
  const ganged = useDeskValue(['palette'], (d) => d.palettes.ganged)
  const picker = useDeskValue(['palette'], (d) => d.palettes.picker?.id)
  const probe = useProbe()
  const [chosen, choose] = useState<number | null>(null)
  const param = curveOf(channel)
  const gripped = useGrip(op.id, param, ganged ? alongOf[channel] : none)
  const scrub = useScrub(gripped.grip, gripped.value)
  const rest = () => {
    choose(null)
    scrub.put(param.neutral)
  }
  const title = ganged ? 'Red, green and blue' : param.title
  return (
    <div className={css.body}>
      <div className={css.bar}>
        <IconButton icon={Link2} title="Gang red, green and blue" pressed={ganged} press={() => desk.palettes.gang()} />
        <fieldset className={css.channels} aria-label="Curve">
          {channels.map((one) => (
            <Button
              key={one}
              pressed={ganged ? one !== 'y' : one === channel}
              title={`${curveOf(one).title} by itself`}
              press={() => {
                choose(null)
                desk.palettes.setChannel(one)
              }}
            >
              <span className={css.letter} data-trace={traces[one]}>
                {one.toUpperCase()}
              </span>
            </Button>
          ))}
        </fieldset>
        <IconButton
          icon={Pipette}
          title="Pick a point from the picture"
          pressed={picker === `curve-${param.id}`}
          disabled={disabled || !probe}
          press={() => {
            const read = (colour: Colour) =>
              ganged || channel === 'y' ? hsyOf(colour)[2] : colour['rgb'.indexOf(channel)]!
            desk.palettes.pick(pickerOf(desk, gripped.grip, param, read, choose))
          }}
        />
        <Diamond mark={gripped.mark} />
        <PointFields param={param} gripped={gripped} chosen={chosen} disabled={disabled} />
        <div className="end">
          <IconButton icon={RotateCcw} title={words.resetOf(`${title} curve`)} disabled={disabled} press={rest} />
        </div>
      </div>
      <div className={css.main}>
        <Plot channel={channel} ganged={ganged} gripped={gripped} chosen={chosen} choose={choose} disabled={disabled} />
        <div className={css.beside}>
          <h3>Soft clip</h3>
          {clips.map((one) => (
            <Clip key={one.id} param={one} disabled={disabled} />
          ))}
        </div>
      </div>
    </div>
  )
}

interface PlotProps {
  readonly channel: Channel
  readonly ganged: boolean
  readonly gripped: Gripped
  readonly chosen: number | null
  readonly choose: (point: number | null) => void
  readonly disabled: boolean
}

function Plot({ channel, ganged, gripped, chosen, choose, disabled }: PlotProps) {
  const values = { y: useCurve('y'), r: useCurve('r'), g: useCurve('g'), b: useCurve('b') }
  const others = channels
    .filter((one) => one !== channel)
    .map((one) => ({ param: curveOf(one), value: values[one], trace: traces[one] }))
  const param = curveOf(channel)
  return (
    <Curve
      param={param}
      name={ganged ? 'Red, green and blue curve' : `${param.title} curve`}
      {...gripped}
      trace={ganged ? undefined : traces[channel]}
      others={others}
      behind={<Histogram channels={ganged || channel === 'y' ? rgb : [channel]} />}
      chosen={chosen}
      choose={choose}
      disabled={disabled}
    />
  )
}

const rgb = ['r', 'g', 'b'] as const
/** Bars of the histogram: one for eight ten-bit codes. */
const bars = 128

/** What the node reads, by its values, in a plot one wide and one high: the fullest bar but the two ends reaches the top. */
function Histogram({ channels: shown }: { readonly channels: readonly Channel[] }) {
  const counted = useHistogram(bars)
  const paths = useMemo(() => {
    if (!counted) return []
    const most = Math.max(1, ...counted.flatMap((counts) => [...counts.subarray(1, bars - 1)]))
    return counted.map((counts) => {
      const tops = [...counts].map((n, i) => `L${i / bars} ${1 - Math.min(1, n / most) * 0.9}H${(i + 1) / bars}`)
      return `M0 1${tops.join('')}V1Z`
    })
  }, [counted])
  return paths.map((path, i) => {
    const channel = rgb[i]!
    return (
      shown.includes(channel) && <path key={channel} className={css.histogram} data-trace={traces[channel]} d={path} />
    )
  })
}

/** Picks a point on the line where the picture stands: of luma for Y and while ganged, else of the channel. */
function pickerOf(
  desk: Desk,
  grip: Grip,
  param: Param,
  read: (colour: Colour) => number,
  placed: (point: number) => void,
): Picker {
  return {
    id: `curve-${param.id}`,
    title: `Pick a point of the ${param.title} curve`,
    begin: () => {
      const from = (desk.node?.controls.get(`${op.id}.${param.id}`) as readonly number[] | undefined) ?? param.neutral
      const held = grip()
      if (!held) return null
      let done = false
      return {
        take: (colour) => {
          const x = read(colour)
          const added = addPoint(param, from, x, valueAt(splineOf(param, from), x))
          if (!added) return
          held.set(added.tuple)
          placed(added.index)
          done = true
        },
        end: () => held[done ? 'commit' : 'discard'](),
        abort: () => held.discard(),
      }
    },
  }
}

const useCurve = (channel: Channel): readonly number[] => useGrip(op.id, curveOf(channel)).value

function Clip({ param, disabled }: { readonly param: Param; readonly disabled: boolean }) {
  return <Slider param={param} disabled={disabled} {...useGrip(op.id, param)} />
}

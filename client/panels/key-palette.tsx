/** The node's key: how strongly it goes out, and what is made of the one that comes in. */
import { opDocs } from '../../shared/doc/op-docs.ts'
import { editGraph } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { Slider } from '../controls/slider.tsx'
import { commitBurst } from '../hand/burst.ts'
import { inParts, inRest, type KeyPart, matteRest, matteShown, outParts, outRest } from '../state/key-parts.ts'
import type { Control } from '../state/palette.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './op-palette.module.css'
import { type Gripped, useGrip, useNodeTuple } from './use-grip.ts'

export function KeyPalette() {
  const desk = useDesk()
  const disabled = desk.suite.role !== 'colorist'
  const out = useNodeTuple('key.out', outRest, 'Key output')
  const into = useDeskValue(['clip', 'graph'], ({ graph, node }) => {
    const from = graph?.nodes.find(({ id }) => id === node?.key?.node)
    return node?.key ? `${from ? `node ${from.number}` : 'the source'}` : null
  })
  return (
    <div className={css.ops}>
      <section className={css.op} aria-label="Key output">
        <h3>Output</h3>
        <div className={css.controls}>
          <Parts list={outParts} gripped={out} disabled={disabled} />
        </div>
      </section>
      <section className={css.op} aria-label="Key input">
        <h3>Input</h3>
        {into === null ? (
          <p className={css.quiet}>No key comes into this node.</p>
        ) : (
          <KeyInput from={into} disabled={disabled} />
        )}
      </section>
    </div>
  )
}

function KeyInput({ from, disabled }: { readonly from: string; readonly disabled: boolean }) {
  const desk = useDesk()
  const [invert, mode] = useDeskValue(['clip', 'graph'], ({ node }) =>
    node?.key ? `${node.key.invert ? 'invert' : ''} ${node.key.mode}` : ' matte',
  ).split(' ') as [string, 'matte' | 'mask']
  // The four words before the numbers stay as they stand.
  const numbers = useNodeTuple('key', inRest, 'Key input', 4)
  const put = (at: 2 | 3, word: boolean | string) => {
    const { node } = desk
    commitBurst()
    if (node)
      editGraph(desk, 'Key input', (grade, level, version) => {
        const had = node.key
        if (!had) return undefined
        const value = [had.node, had.port, had.invert, had.mode, had.gain, had.offset, had.blur].with(at, word)
        grade.control(level, version, node.id, 'key', value)
        return undefined
      })
  }
  return (
    <>
      <div className={css.word}>
        <span>From {from}</span>
        <Button pressed={invert !== ''} disabled={disabled} press={() => put(2, invert === '')}>
          Invert
        </Button>
        <Button
          pressed={mode === 'mask'}
          disabled={disabled}
          title="Added to the node’s own key; else what both have"
          press={() => put(3, mode === 'mask' ? 'matte' : 'mask')}
        >
          Mask
        </Button>
      </div>
      <div className={css.controls}>
        <Parts list={inParts} gripped={numbers} disabled={disabled} />
      </div>
    </>
  )
}

/** Matte finesse, under the qualifier: `clips` are the qualifier’s own. */
export function MatteFinesse({ clips }: { readonly clips: readonly Control[] }) {
  const disabled = useDesk().suite.role !== 'colorist'
  const matte = useNodeTuple('matte', matteRest, 'Matte finesse')
  return (
    <div className={css.ops} data-dense="true">
      <section className={css.op} aria-label="Matte finesse">
        <h3>Matte finesse</h3>
        <div className={css.controls}>
          {clips.map((one) => (
            <Clip key={one.param.id} control={one} disabled={disabled} />
          ))}
          <Parts list={matteShown(matte.value)} gripped={matte} disabled={disabled} />
        </div>
      </section>
    </div>
  )
}

function Clip({ control: { op, param }, disabled }: { readonly control: Control; readonly disabled: boolean }) {
  return (
    <div className={css.number} title={opDocs[`${op.id}.${param.id}`]}>
      <Slider param={param} disabled={disabled} {...useGrip(op.id, param)} />
    </div>
  )
}

interface PartsProps {
  readonly list: readonly KeyPart[]
  readonly gripped: Gripped
  readonly disabled: boolean
}

function Parts({ list, gripped, disabled }: PartsProps) {
  return list.map(({ index, param }) => (
    <div key={param.id} className={css.number} title={param.doc}>
      <Slider param={param} index={index} disabled={disabled} {...gripped} />
    </div>
  ))
}

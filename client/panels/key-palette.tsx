/** The node's key: how strongly it goes out, and what is made of the one that comes in. */
import { editGraph } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { Slider } from '../controls/slider.tsx'
import { commitBurst } from '../hand/burst.ts'
import { inParts, inRest, type KeyPart, matteList, matteRest, outParts, outRest } from '../state/key-parts.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './op-palette.module.css'
import { type Gripped, useNodeTuple } from './use-grip.ts'

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
        <Parts list={outParts} gripped={out} disabled={disabled} />
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
      <Parts list={inParts} gripped={numbers} disabled={disabled} />
    </>
  )
}

/** Matte finesse, under the qualifier. */
export function MatteFinesse() {
  const disabled = useDesk().suite.role !== 'colorist'
  const matte = useNodeTuple('matte', matteRest, 'Matte finesse')
  return (
    <div className={css.ops} data-dense="true">
      <section className={css.op} aria-label="Matte finesse">
        <h3>Matte finesse</h3>
        <Parts list={matteList} gripped={matte} disabled={disabled} />
      </section>
    </div>
  )
}

interface PartsProps {
  readonly list: readonly KeyPart[]
  readonly gripped: Gripped
  readonly disabled: boolean
}

function Parts({ list, gripped, disabled }: PartsProps) {
  return (
    <div className={css.controls}>
      {list.map(({ index, param }) => (
        <div key={param.id} className={css.number} title={param.doc}>
          <Slider param={param} index={index} disabled={disabled} {...gripped} />
        </div>
      ))}
    </div>
  )
}

/** What this suite last swore to: the receipt of its own picture, row by row, for anyone to compare. */
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './proof.module.css'

export function Proof() {
  const { clips } = useDesk().suite.session.timeline
  const receipt = useDeskValue(['receipt'], (d) => d.receipt)
  const rows: readonly (readonly [string, string])[] = receipt
    ? [
        ['Frame', `${receipt.frame} of ${clips.find(({ id }) => id === receipt.clip)?.name ?? receipt.clip}`],
        ['Revision', String(receipt.revision)],
        ['Digest', receipt.digest],
        ['Proof', receipt.proof === null ? 'none taken' : receipt.proof === receipt.digest ? 'agrees' : 'DISAGREES'],
        ['Plan', receipt.plan],
        ['Source', receipt.source],
        ['Look', receipt.look],
        ['Class', receipt.class],
        ['Engine', `${receipt.engine} · ${receipt.executor}`],
      ]
    : []
  return (
    <div className="panel-body">
      {receipt ? (
        <dl className={css.rows}>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="numbers" title={value}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className={css.none}>No receipt yet: one is given for a picture that stands still.</p>
      )}
    </div>
  )
}

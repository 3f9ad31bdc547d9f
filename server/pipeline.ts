/** The command `pipeline`: the spaces that the session works and leaves in. */
import { spaces } from '../shared/spaces/index.ts'
import { type Command, wrong } from './outcome.ts'

const known = (id: unknown): id is string => spaces.some((space) => space.id === id)

/** {working?, output?}: ids of colour spaces, one at least. A clip's own space and data levels are its media's (`arrange`). */
export const pipeline: Command = (session, _seat, args) => {
  const before = session.policy.view.pipeline
  const { working = before.working, output = before.output } = args
  if (args.working === undefined && args.output === undefined)
    return wrong('pipeline takes {working, output}: ids of colour spaces, one of them at least.')
  for (const [what, id] of [
    ['working', working],
    ['output', output],
  ] as const)
    if (!known(id))
      return wrong(`pipeline: the ${what} space is one of docs/spaces.md, not ${JSON.stringify(id)?.slice(0, 60)}.`)
  return { writes: new Map([['pipeline', [working as string, output as string]]]), value: { working, output, before } }
}

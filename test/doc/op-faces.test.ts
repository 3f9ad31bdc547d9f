import { describe, expect, it } from 'vitest'
import { opDocs } from '../../shared/doc/op-docs.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import type { OpDef } from '../../shared/op/define.ts'
import { ops } from '../../shared/ops/index.ts'
import config from '../../vite.config.ts'

/** What the build writes in place of a file, read as the module that it is. */
async function written<T>(path: string): Promise<T> {
  const { plugins } = config as unknown as { plugins: readonly { name?: string; load?: (id: string) => string }[] }
  const text = plugins.find(({ name }) => name === 'samelight-op-faces')!.load!(`/${path}`)
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as T
}

describe('[OP4] what may be known of operators without drawing them', () => {
  it('[OP4] the build writes every operator of the list, with every control, and nothing that draws', async () => {
    const { opFaces: faces } = await written<{ opFaces: readonly OpDef[] }>('shared/doc/op-faces.ts')
    const undocumented = (all: readonly unknown[]) =>
      JSON.parse(JSON.stringify(all, (name, value: unknown) => (name === 'doc' ? undefined : value))) as OpDef[]
    expect(faces.map(({ id, version, place }) => [id, version, place])).toEqual(
      ops.map(({ id, version, place }) => [id, version, place]),
    )
    expect(faces.map(({ params }) => params)).toStrictEqual(undocumented(ops).map(({ params }) => params))
    expect(faces.filter((face) => 'parts' in face || 'key' in face)).toEqual([])
    // Numbers that JSON cannot say would be read otherwise in a browser than by the hub.
    for (const [i, { params }] of opFaces.entries())
      for (const [id, { hard, soft, neutral }] of Object.entries(params))
        expect([faces[i]!.params[id]!.hard, faces[i]!.params[id]!.soft, faces[i]!.params[id]!.neutral]).toStrictEqual([
          hard,
          soft,
          neutral,
        ])
  })

  it('[OP4] the build writes the sentence of every operator and control', async () => {
    const { opDocs: docs } = await written<{ opDocs: Record<string, string> }>('shared/doc/op-docs.ts')
    expect(docs).toEqual(opDocs)
    expect(docs['cdl.slope']).toBe(ops.find(({ id }) => id === 'cdl')!.params.slope!.doc)
  })
})

/** What is said of operators and their controls, a sentence each: for who shows it. The build of the client writes the data itself here too. */
import { ops } from '../ops/index.ts'

/** By `<op>`, `<op>.<control>` and, of a word of a list, `<op>.<control>.<word>`. */
export const opDocs: Readonly<Record<string, string>> = Object.fromEntries(
  ops.flatMap(({ id, doc, params }) => [
    [id, doc],
    ...Object.values(params).flatMap((param) => [
      [`${id}.${param.id}`, param.doc],
      ...param.options.map((option) => [`${id}.${param.id}.${option.id}`, option.doc]),
    ]),
  ]),
)

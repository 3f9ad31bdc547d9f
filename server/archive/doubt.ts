/**
 * What a session that comes from a file is asked before anybody works on it: whoever wrote the file wrote its hashes too, so each update must
 * be of the one form that the gate lets through, and each entry as it stands one that the grammar has.
 */
import type * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import { faultOf } from '../../shared/doc/schema.ts'
import { checkSessionEntry } from '../../shared/doc/session-check.ts'
import { parseUpdate } from '../gate/parse.ts'
import type { Doubt } from './inspect.ts'

export const doubt: Doubt = {
  update(document, bytes) {
    const parsed = parseUpdate(bytes, document)
    return typeof parsed === 'string' ? parsed : null
  },
  whole(document, doc: Y.Doc) {
    for (const [key, value] of doc.getMap<Value>(document).entries()) {
      const wrong =
        document === 'session' ? checkSessionEntry(key, value) : (faultOf(document, key, value)?.sentence ?? null)
      if (wrong !== null) return wrong
    }
    return null
  },
}

/** Whether the proxy would take a change, before it is part of the draft. */
import type { Change } from '../../../src/core/config/changes.ts'
import type { Document } from '../../../src/core/config/document.ts'
import type { PreviewAnswer } from '../../../src/admin/contract/configuration.ts'
import { write } from '../../api.ts'
import { document, stored } from '../../draft/draft.ts'
import { refusalText } from '../../draft/refusal-text.ts'
import { lang } from '../../language.ts'
import { failureText } from '../../parts/reading.tsx'
import { keyBelow, type Path } from './fault-key.ts'

/** By the keys of fields; the empty key is the whole. None where nothing is wrong. */
export type FieldFaults = Readonly<Record<string, string>>

/** `pathIn`: where what is edited stands in the document that comes of the change. Faults elsewhere are told of the whole. */
export async function checked(change: Change, pathIn: (made: Document) => Path): Promise<FieldFaults> {
  const done = change(document.value)
  if (done.kind === 'refused') return { '': refusalText(done.refusal) }
  const answer = await write<PreviewAnswer>('POST', `preview?lang=${lang.value}`, {
    ...{ base: stored.value?.number ?? 0, document: done.document },
  })
  if (answer.kind !== 'ok') return { '': failureText(answer) }
  if (answer.value.kind === 'valid') return {}
  const path = pathIn(done.document)
  const found = answer.value.faults.map((one) => [keyBelow(path, one.path), one] as const)
  const own = found.filter(([key]) => key !== null)
  // What was wrong elsewhere before keeps nobody from going on here.
  return Object.fromEntries(own.map(([key, { message }]) => [key ?? '', message]))
}

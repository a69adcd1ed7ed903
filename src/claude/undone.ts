import { hashOf, type Settled } from './use-journal.ts'
import {
  hasEnv,
  isEmptyObject,
  rawVariables,
  withoutEmptyEnv,
  withVariables,
  type RawVariables,
} from './settings-text.ts'

/** A settings file without what was put into it. */
export interface Undone {
  /** `whole`: the bytes before, since nobody else has written. `gone`: somebody has removed the file. */
  readonly how: 'whole' | 'by-key' | 'gone'
  /** Null for no file. */
  readonly bytes: Buffer | null
  /** Variables that somebody else has changed since, which stay. */
  readonly kept: readonly string[]
}

/** Takes out of a file's bytes what `settled` says was put in, as far as it is still there. The bytes must have no fault. */
export function undone(bytes: Buffer | null, settled: Settled): Undone {
  const original = settled.original === null ? null : Buffer.from(settled.original, 'base64')
  if (bytes === null) return { how: 'gone', bytes: null, kept: [] }
  if (hashOf(bytes) === settled.written) return { how: 'whole', bytes: original, kept: [] }
  const text = bytes.toString('utf8')
  const before = original?.toString('utf8') ?? ''
  const names = Object.keys(settled.set)
  const [now, then] = [rawVariables(text, names), rawVariables(before, names)]
  const ours = names.filter((name) => isOurs(now, name, settled))
  const kept = names.filter((name) => !ours.includes(name) && now[name] !== then[name])
  const put = withVariables(text, Object.fromEntries(ours.map((name) => [name, then[name] ?? null])))
  const result = hasEnv(before) ? put : withoutEmptyEnv(put)
  const isNothing = original === null && isEmptyObject(result)
  return { how: 'by-key', bytes: isNothing ? null : Buffer.from(result), kept }
}

/** Whether every variable is as `settled` says. */
export function holdsAll(text: string, settled: Settled): boolean {
  const names = Object.keys(settled.set)
  const now = rawVariables(text, names)
  return names.every((name) => isOurs(now, name, settled))
}

const isOurs = (now: RawVariables, name: string, { set }: Settled): boolean =>
  (now[name] ?? null) === null ? set[name] === null : hashOfValue(now[name] ?? '') === set[name]

/** Of the value and not of how it is spelt, which an editor may change. */
export function hashOfValue(raw: string): string {
  try {
    return hashOf(JSON.stringify(JSON.parse(raw)))
  } catch {
    // An object with a note in it is nothing that we have put there.
    return hashOf(raw)
  }
}

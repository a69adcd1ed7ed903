/** What is right on each side and not in both together: a name that two endpoints have, and a reuse of what is gone or reuses itself. */
import { reusedBy, TARGET, text, type Records } from './records.ts'
import type { Fields } from './three-way.ts'

/** Nothing is lost by a name that is taken: the endpoint that `theirs` does not know by it gets another. */
export const mend = (merged: Records, theirs: Records): Records => withNames(withSources(merged), theirs)

/** A reuse leads on to the endpoint with a target of its own; one that leads nowhere, or to its own profile, goes with what it led to. */
function withSources(merged: Records): Records {
  const endpoints = new Map<string, Fields>()
  for (const [id, fields] of merged.endpoints) {
    const from = reusedBy(fields)
    if (from === null) endpoints.set(id, fields)
    else {
      const source = originOf(merged, from)
      if (source === null || isBeside(merged, source, fields)) continue
      endpoints.set(id, new Map(fields).set(TARGET, { from: source }))
    }
  }
  return { ...merged, endpoints }
}

const isBeside = ({ endpoints }: Records, source: string, fields: Fields): boolean =>
  endpoints.get(source)?.get('profile') === fields.get('profile')

function originOf({ endpoints }: Records, from: string): string | null {
  const seen = new Set<string>()
  let id: string | null = from
  while (id !== null && !seen.has(id)) {
    seen.add(id)
    const fields = endpoints.get(id)
    if (fields === undefined) return null
    const next = reusedBy(fields)
    if (next === null) return id
    id = next
  }
  return null
}

function withNames(merged: Records, theirs: Records): Records {
  const fullName = (fields: Fields): string => `${text(fields, 'profile')}/${text(fields, 'name')}`
  const theirsBy = (id: string): string => fullName(theirs.endpoints.get(id) ?? new Map<string, unknown>())
  const owners = new Map<string, string>()
  for (const [id, fields] of merged.endpoints) {
    const name = fullName(fields)
    if (!owners.has(name) || theirsBy(id) === name) owners.set(name, id)
  }
  const endpoints = new Map<string, Fields>()
  for (const [id, fields] of merged.endpoints) {
    if (owners.get(fullName(fields)) === id) endpoints.set(id, fields)
    else {
      const name = freeName(text(fields, 'name'), (one) => owners.has(`${text(fields, 'profile')}/${one}`))
      owners.set(`${text(fields, 'profile')}/${name}`, id)
      endpoints.set(id, new Map(fields).set('name', name))
    }
  }
  return { ...merged, endpoints }
}

/** A name has 64 characters at most. */
const NAME_MOST = 64

function freeName(name: string, isTaken: (name: string) => boolean): string {
  let number = 2
  const numbered = (): string => `${name.slice(0, NAME_MOST - 1 - String(number).length)}-${String(number)}`
  while (isTaken(numbered())) number += 1
  return numbered()
}

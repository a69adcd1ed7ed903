import type { Document } from '../core/config/document.ts'

/** Gives an id to the endpoint `PROFILE/NAME`; asked again when that one is taken. */
export type IdSource = (fullName: string) => string

/** Eight hexadecimal digits by chance, a letter first: in YAML such an id needs no quotes. */
export function newEndpointId(): string {
  const [first = '', ...rest] = crypto.randomUUID().slice(0, 8)
  return `${'abcdef'.charAt(Number.parseInt(first, 16) % 6)}${rest.join('')}`
}

/** Endpoints get the id that the endpoint of their name has in `document`, so that what is known of them stays theirs. */
export function idsAsIn(document: Document): IdSource {
  const known = new Map<string, string>(
    document.profiles.flatMap(({ endpoints, name }) =>
      endpoints.map((entry) => [`${name}/${entry.name}`, entry.id] as const),
    ),
  )
  return (fullName) => {
    const id = known.get(fullName)
    known.delete(fullName)
    return id ?? newEndpointId()
  }
}

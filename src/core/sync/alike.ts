import type { Document } from '../config/document.ts'

/**
 * `ours` with the ids of `theirs` where both sides added an endpoint of the
 * same name to the same profile: to a person that is one endpoint.
 */
export function withTheirIds(base: Document, ours: Document, theirs: Document): Document {
  const [known, mine] = [idsIn(base), idsIn(ours)]
  const news = new Map(
    theirs.profiles.flatMap(({ endpoints, name }) =>
      endpoints
        .filter(({ id }) => !known.has(id) && !mine.has(id))
        .map((entry) => [`${name}/${entry.name}`, entry.id] as const),
    ),
  )
  const others = idsIn(theirs)
  const profiles = ours.profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.map((entry) => {
      const id = news.get(`${profile.name}/${entry.name}`)
      return id === undefined || known.has(entry.id) || others.has(entry.id) ? entry : { ...entry, id }
    }),
  }))
  return { ...ours, profiles }
}

const idsIn = ({ profiles }: Document): ReadonlySet<string> =>
  new Set(profiles.flatMap(({ endpoints }) => endpoints.map(({ id }) => id)))

import { isReused, type EndpointEntry } from '../../../src/core/config/document.ts'
import { setEndpoint, type Change } from '../../../src/core/config/changes.ts'

/** An endpoint of a profile becomes `entry`, also where that leaves something out. What reuses it follows a new name. */
export const replaceEntry =
  (profileName: string, entry: EndpointEntry): Change =>
  (document) => {
    const renamed = setEndpoint(entry.id, { name: entry.name })(document)
    if (renamed.kind === 'refused') return renamed
    const profiles = renamed.document.profiles.map((profile) =>
      profile.name === profileName
        ? { ...profile, endpoints: profile.endpoints.map((one) => became(one, entry)) }
        : profile,
    )
    return { kind: 'changed', document: { ...renamed.document, profiles } }
  }

/** What a form does not show, such as what it reuses, stays. */
const became = (one: EndpointEntry, entry: EndpointEntry): EndpointEntry => {
  if (one.id !== entry.id) return one
  return isReused(one) ? { ...entry, from: one.from } : entry
}

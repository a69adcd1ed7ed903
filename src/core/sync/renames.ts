/**
 * A profile that is gone on one side, while a new one there has endpoints of
 * it, was renamed. The rename is made on the other side, too, so that what was
 * changed or added there is not taken for a change to something removed.
 */
import { profileNamed, renameProfile } from '../config/changes.ts'
import type { Document, Profile } from '../config/document.ts'
import type { Decide, Three } from './three-way.ts'

export interface Rename {
  readonly from: string
  readonly to: string
}

/** Profiles of `before` that have another name in `after`. */
export function renamesIn(before: Document, after: Document): readonly Rename[] {
  const gone = before.profiles.filter(({ name }) => profileNamed(after, name) === null)
  const added = after.profiles.filter(({ name }) => profileNamed(before, name) === null)
  const taken = new Set<string>()
  return gone.flatMap((profile) => {
    const to = added.find((one) => !taken.has(one.name) && sharesEndpoint(profile, one))
    if (to === undefined) return []
    taken.add(to.name)
    return { from: profile.name, to: to.name }
  })
}

const sharesEndpoint = (one: Profile, other: Profile): boolean =>
  one.endpoints.some(({ id }) => other.endpoints.some((entry) => entry.id === id))

/** The three documents with each profile under one name, wherever only one side renamed it or both agree. */
export function withOneName(sides: Three<Document>, decide: Decide): Three<Document> {
  const decided = bothRenamed(sides, decide)
  const afterOurs = renamesIn(decided.base, decided.ours).reduce(
    (all, rename) => ({ ...all, base: renamed(all.base, rename), theirs: renamed(all.theirs, rename) }),
    decided,
  )
  return renamesIn(afterOurs.base, afterOurs.theirs).reduce(
    (all, rename) => ({ ...all, base: renamed(all.base, rename), ours: renamed(all.ours, rename) }),
    afterOurs,
  )
}

function bothRenamed(sides: Three<Document>, decide: Decide): Three<Document> {
  const theirs = renamesIn(sides.base, sides.theirs)
  return renamesIn(sides.base, sides.ours).reduce((all, { from, to }) => {
    const other = theirs.find((rename) => rename.from === from)?.to
    if (other === undefined || other === to) return all
    const question = { path: ['profiles', from, 'name'], base: from, ours: to, theirs: other }
    return decide(question) === 'ours'
      ? { ...all, theirs: renamed(all.theirs, { from: other, to }) }
      : { ...all, ours: renamed(all.ours, { from: to, to: other }) }
  }, sides)
}

/** As it was where that name is not there, or the new one is taken. */
function renamed(document: Document, { from, to }: Rename): Document {
  const result = renameProfile(from, to)(document)
  return result.kind === 'changed' ? result.document : document
}

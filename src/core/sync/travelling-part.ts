/**
 * What of a document travels, and what stays on its machine: settings of that
 * scope, the default profile, and outbound proxies. Where keys do not travel,
 * each machine has its own references to them.
 */
import { isReused, type Document, type EndpointEntry, type OwnEndpoint } from '../config/document.ts'

/** Stands for a key that is kept on some machine and does not travel. Nothing is ever kept under it. */
export const KEPT_ELSEWHERE = 'secret:elsewhere'

export type IsShared = (settingKey: string) => boolean

export function travellingPart(document: Document, isShared: IsShared): Document {
  const { defaultProfile: _, ...others } = withEach(document, ({ outboundProxy: _proxy, ...entry }) => entry)
  return { ...others, settings: settingsWhere(document, isShared) }
}

/** `travelling` on the machine of `local`, with what is its own. */
export function onMachineOf(local: Document, travelling: Document, isShared: IsShared): Document {
  const own = ownById(local)
  const document = withEach(travelling, (entry) => {
    const { outboundProxy } = own.get(entry.id) ?? {}
    return outboundProxy === undefined ? entry : { ...entry, outboundProxy }
  })
  const defaultProfile = defaultOn(local, travelling)
  const settings = { ...travelling.settings, ...settingsWhere(local, (key) => !isShared(key)) }
  return { ...document, ...(defaultProfile === undefined ? {} : { defaultProfile }), settings }
}

/** The default profile by its name or, where it was renamed, by its endpoints. */
function defaultOn({ defaultProfile, profiles }: Document, { profiles: left }: Document): string | undefined {
  if (left.some(({ name }) => name === defaultProfile)) return defaultProfile
  const ids = profiles.find(({ name }) => name === defaultProfile)?.endpoints.map(({ id }) => id) ?? []
  return left.find(({ endpoints }) => endpoints.some(({ id }) => ids.includes(id)))?.name
}

/** The document without references to keys that are kept here. */
export const withoutKept = (document: Document): Document =>
  withEach(document, (entry) => (isKept(entry) ? { ...entry, credential: KEPT_ELSEWHERE } : entry))

/** Where a key is kept elsewhere: the reference that `other` has for that endpoint, if it has one. */
export function withKeptOf(other: Document, document: Document): Document {
  const own = ownById(other)
  return withEach(document, (entry) => {
    const known = own.get(entry.id)
    const isFilled = entry.credential === KEPT_ELSEWHERE && known !== undefined && isKept(known)
    return isFilled ? { ...entry, credential: known.credential } : entry
  })
}

const isKept = ({ credential }: OwnEndpoint): boolean => credential.startsWith('secret:')

function withEach(document: Document, become: (entry: OwnEndpoint) => OwnEndpoint): Document {
  const next = (entry: EndpointEntry): EndpointEntry => (isReused(entry) ? entry : become(entry))
  const profiles = document.profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.map(next),
  }))
  return { ...document, profiles }
}

function ownById({ profiles }: Document): ReadonlyMap<string, OwnEndpoint> {
  const entries = profiles.flatMap(({ endpoints }) => endpoints)
  return new Map(entries.flatMap((entry) => (isReused(entry) ? [] : [[entry.id, entry] as const])))
}

const settingsWhere = ({ settings }: Document, holds: (key: string) => boolean): Document['settings'] =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => holds(key)))

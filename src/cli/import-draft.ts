import type { OwnEndpoint } from '../core/config/document.ts'
import type { FoundEndpoint } from '../core/foreign/found.ts'
import { newEndpointId } from '../document/endpoint-ids.ts'
import { mendBaseUrl, PRIORITY_MOST, WEIGHT_DEFAULT, WEIGHT_MOST } from '../document/rules.ts'
import { NOT_KEPT_YET } from './credential.ts'
import { freeName, nameFromUrl } from './endpoint-name.ts'

/** An endpoint of a foreign set-up as it would be here. */
export interface Draft {
  readonly entry: OwnEndpoint
  /** Null where a variable holds it. */
  readonly key: string | null
}

/** Null when the URL is none that an endpoint can have. */
export function draftOf(found: FoundEndpoint): Draft | null {
  const { auth, enabled, key, name } = found
  const mended = mendBaseUrl(found.baseUrl)
  if (mended.kind !== 'url') return null
  const entry = {
    ...{ id: newEndpointId(), name: name ?? nameFromUrl(mended.url), baseUrl: mended.url, auth },
    credential: key.kind === 'key' ? NOT_KEPT_YET : `env:${key.name}`,
    ...mannerOf(found),
    ...shareOf(found),
    enabled,
  }
  return { entry, key: key.kind === 'key' ? key.key : null }
}

const mannerOf = ({ attribution, deniedBetas, models }: FoundEndpoint) => ({
  ...(Object.keys(models).length === 0 ? {} : { models }),
  ...(deniedBetas === undefined ? {} : { deniedBetas }),
  ...(attribution === false ? { attribution } : {}),
})

const shareOf = ({ priority = 1, weight = WEIGHT_DEFAULT }: FoundEndpoint) => ({
  weight: within(weight, 0, WEIGHT_MOST),
  ...(priority === 1 ? {} : { priority: within(priority, 1, PRIORITY_MOST) }),
})

const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)))

/** Each with a name that no other of them has. */
export function named(drafts: readonly Draft[]): readonly Draft[] {
  const taken: string[] = []
  return drafts.map(({ entry, key }) => {
    const name = freeName(entry.name, taken)
    taken.push(name)
    return { entry: { ...entry, name }, key }
  })
}

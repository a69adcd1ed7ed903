/** Checks and changes of state, as they are shown. */
import { isReused, sourceOf, type Document, type EndpointEntry } from '../core/config/document.ts'
import type { HealthEvent } from '../ports/history.ts'
import type { HealthHistoryShape } from './shapes/health.ts'

type One = HealthHistoryShape['events'][number]

/** Of the entry whose target it uses: what is found by checks belongs to that. */
export const sourceIdOf = (document: Document, entry: EndpointEntry): string =>
  isReused(entry) ? (sourceOf(document, entry)?.id ?? entry.id) : entry.id

/** `PROFILE/NAME` by id. */
export const endpointNames = ({ profiles }: Document): ReadonlyMap<string, string> =>
  new Map(
    profiles.flatMap(({ endpoints, name }) => endpoints.map((entry) => [entry.id, `${name}/${entry.name}`])),
  )

/** One that is gone has its id for a name. */
export function healthEventView(
  { endpointId: id, ...event }: HealthEvent,
  names: ReadonlyMap<string, string>,
): One {
  const named = { at: event.at, id, name: names.get(id) ?? id }
  return event.kind === 'check'
    ? { kind: 'check', ...named, check: { ...event.check, tokens: { ...event.check.tokens } } }
    : { kind: 'news', ...named, news: event.news }
}

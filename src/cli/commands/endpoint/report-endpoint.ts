import type { Applied } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { endpointViews } from '../../../views/endpoint-view.ts'
import { reportChange } from '../../report.ts'
import type { EndpointChangeShape } from '../../shapes/change.ts'

/** Says what became of the endpoint `id`, as it stands in the new version. */
export function reportEndpoint(context: Context, applied: Applied, done: string, id: string): void {
  const { document } = applied.configuration
  const views = document.profiles.flatMap((profile) => endpointViews(document, profile))
  const endpoint = views.find((view) => view.id === id)
  if (endpoint !== undefined) reportChange<EndpointChangeShape>(context, applied, done, { endpoint })
}

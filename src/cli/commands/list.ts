import { defaultProfileOf, type Document } from '../../core/config/document.ts'
import { AppError } from '../../errors/app-error.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { profileView } from '../../views/endpoint-view.ts'
import { lasted } from '../../views/lasted.ts'
import { printJson } from '../report.ts'
import type { ListShape } from '../shapes/list.ts'
import { printTable } from '../table.ts'

/** The profiles, a line each, the default one marked. */
export async function list(context: Context): Promise<void> {
  const { json, output, say } = context
  const { document, number: version } = await configurationOf(context)
  const active = defaultProfileOf(document)
  const servedAt = await lastServed(context, document)
  const profiles = document.profiles.map((profile): ListShape['profiles'][number] => {
    const { endpoints, ...view } = profileView(document, profile)
    const enabled = endpoints.filter((endpoint) => endpoint.enabled).length
    const baseUrls = [...new Set(endpoints.map(({ baseUrl }) => baseUrl))]
    const times = endpoints.flatMap(({ id }) => servedAt.get(id) ?? [])
    const lastUsedAt = times.length === 0 ? null : Math.max(...times)
    const counts = { enabled, all: endpoints.length }
    return { ...view, isDefault: profile === active, endpoints: counts, lastUsedAt, baseUrls }
  })
  if (json) return printJson<ListShape>(context, { version, profiles })
  if (profiles.length === 0) return void output.note(say('profile.none'))
  const titles = [
    '',
    say('title.name'),
    say('title.tier'),
    say('title.strategy'),
    say('title.endpoints'),
    say('title.base-url'),
    say('title.last-used'),
    say('title.description'),
  ]
  const rows = profiles.map(
    ({ baseUrls, description, endpoints, isDefault, lastUsedAt, name, strategy, tier }) => [
      isDefault ? '*' : ' ',
      name,
      tier ?? '-',
      strategy,
      `${String(endpoints.enabled)}/${String(endpoints.all)}`,
      baseUrls.join(', ') || '-',
      lastUsedAt === null ? '-' : say('profile.used-ago', { time: lasted(context.clock.now() - lastUsedAt) }),
      description ?? '',
    ],
  )
  await printTable(output, titles, rows)
}

/** By the endpoint's id. What happened is worth a look, and no reason not to show what is configured. */
async function lastServed(context: Context, { profiles }: Document): Promise<ReadonlyMap<string, number>> {
  try {
    const history = await context.keptHistory()
    const ids = profiles.flatMap(({ endpoints }) => endpoints.map(({ id }) => id))
    return (await history?.requests.lastServed(ids)) ?? new Map()
  } catch (error) {
    if (error instanceof AppError) return new Map()
    throw error
  }
}

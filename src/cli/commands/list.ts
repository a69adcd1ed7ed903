import { defaultProfileOf } from '../../core/config/document.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { profileView } from '../endpoint-view.ts'
import { printJson } from '../report.ts'
import type { ListShape } from '../shapes/list.ts'
import { printTable } from '../table.ts'

/** The profiles, a line each, the default one marked. */
export async function list(context: Context): Promise<void> {
  const { json, output, say } = context
  const { document, number: version } = await configurationOf(context)
  const active = defaultProfileOf(document)
  const profiles = document.profiles.map((profile): ListShape['profiles'][number] => {
    const { endpoints, ...view } = profileView(document, profile)
    const enabled = endpoints.filter((endpoint) => endpoint.enabled).length
    const baseUrls = [...new Set(endpoints.map(({ baseUrl }) => baseUrl))]
    return { ...view, isDefault: profile === active, endpoints: { enabled, all: endpoints.length }, baseUrls }
  })
  if (json) return printJson<ListShape>(context, { version, profiles })
  if (profiles.length === 0) return void output.note(say('profile.none'))
  const titles = [
    '',
    say('title.name'),
    say('title.tier'),
    say('title.endpoints'),
    say('title.base-url'),
    say('title.description'),
  ]
  const rows = profiles.map(({ baseUrls, description, endpoints, isDefault, name, tier }) => [
    isDefault ? '*' : ' ',
    name,
    tier ?? '-',
    `${String(endpoints.enabled)}/${String(endpoints.all)}`,
    baseUrls.join(', ') || '-',
    description ?? '',
  ])
  await printTable(output, titles, rows)
}

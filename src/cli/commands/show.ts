import { PRIORITY_USUAL } from '../../core/config/routing-table.ts'
import type { Protection } from '../../ports/vault.ts'
import { DURATION_UNITS, inUnits } from '../../settings/units.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { profileView } from '../../views/endpoint-view.ts'
import { conditionText } from '../condition-text.ts'
import { protectionText } from '../protection-text.ts'
import { printJson } from '../report.ts'
import type { EndpointShape } from '../../views/shapes/endpoint.ts'
import type { ProfileShape } from '../../views/shapes/profile.ts'
import type { ShowShape } from '../shapes/show.ts'
import { printPairs } from '../table.ts'
import type { Say } from '../texts.ts'
import { wantedProfile } from '../wanted.ts'

/** One profile whole; of keys, where they are and how they are protected. */
export async function show(context: Context, named: string | undefined): Promise<void> {
  const { json, output, say } = context
  const { document, number: version } = await configurationOf(context)
  const wanted = await wantedProfile(context, document, named, 'qcc show PROFILE')
  const profile = profileView(document, wanted)
  const protection = await (await context.keys()).protection()
  if (json) return printJson<ShowShape>(context, { version, profile, protection })
  const about = [
    [say('title.name'), profile.name],
    [say('title.description'), profile.description ?? '-'],
    [say('title.default'), say(profile.isDefault ? 'word.yes' : 'word.no')],
    [say('title.tier'), profile.tier ?? '-'],
    [say('title.strategy'), strategyText(profile, say)],
    [say('title.endpoints'), String(profile.endpoints.length)],
  ] as const
  await printPairs(output, about)
  for (const endpoint of profile.endpoints) {
    output.data('')
    output.data(output.heading(endpoint.name))
    await printPairs(output, endpointPairs(endpoint, protection, say), '  ')
  }
}

const strategyText = ({ ownStrategy, strategy }: ProfileShape, say: Say): string =>
  ownStrategy ?? say('profile.strategy-of-setting', { strategy })

type Pair = readonly [label: string, text: string]

function endpointPairs(endpoint: EndpointShape, protection: Protection, say: Say): readonly Pair[] {
  const {
    credential,
    maxConcurrent,
    models,
    outboundProxy,
    reusedFrom,
    rules,
    sharePercent,
    timeouts,
    weight,
  } = endpoint
  const optional: readonly (Pair | null)[] = [
    reusedFrom === null ? null : [say('title.reused-from'), reusedFrom],
    [say('title.base-url'), endpoint.baseUrl],
    [say('title.auth'), endpoint.auth],
    [say('title.key'), credentialText(credential, protection, say)],
    [
      say('title.weight'),
      sharePercent === null
        ? String(weight)
        : say('endpoint.weight-and-share', { weight, share: sharePercent }),
    ],
    endpoint.priority === PRIORITY_USUAL ? null : [say('title.priority'), String(endpoint.priority)],
    maxConcurrent === null ? null : [say('title.max-concurrent'), String(maxConcurrent)],
    [say('title.state'), say(endpoint.enabled ? 'state.enabled' : 'state.disabled')],
    ...Object.entries(models).map(([from, to], index): Pair => [
      index === 0 ? say('title.models') : '',
      `${from} → ${to}`,
    ]),
    endpoint.deniedBetas.length === 0 ? null : [say('title.denied-betas'), endpoint.deniedBetas.join(', ')],
    endpoint.attribution ? null : [say('title.attribution'), say('endpoint.attribution-off')],
    ...rules.map(({ outcome, ...when }, index): Pair => [
      index === 0 ? say('title.rules') : '',
      `${conditionText(when)} → ${outcome}`,
    ]),
    ...Object.entries<number | undefined>(timeouts).map(([phase, seconds = 0]): Pair => [
      `timeout.${phase}`,
      inUnits(seconds, DURATION_UNITS),
    ]),
    outboundProxy === null ? null : [say('title.outbound-proxy'), outboundProxy],
  ]
  return [[say('title.id'), endpoint.id], ...optional.filter((pair) => pair !== null)]
}

/** What QCC itself keeps is protected by it; everything else is as safe as where it is. */
const credentialText = (reference: string, protection: Protection, say: Say): string =>
  reference.startsWith('secret:') ? `${reference} (${protectionText(protection, say)})` : reference

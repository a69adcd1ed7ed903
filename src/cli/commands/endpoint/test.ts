import type { Document, EndpointEntry } from '../../../core/config/document.ts'
import { AppError } from '../../../errors/app-error.ts'
import type { ProbeReport } from '../../../ports/probing.ts'
import { configurationOf } from '../../apply.ts'
import { configuredEndpoint } from '../../configured-endpoint.ts'
import type { Context } from '../../context.ts'
import { endpointOf } from '../../names.ts'
import { findingText, reasonText } from '../../probe-text.ts'
import { printJson } from '../../report.ts'
import type { EndpointTestShape } from '../../shapes/endpoint-test.ts'
import { printTable } from '../../table.ts'
import { wantedProfile, type NamedEndpoint } from '../../wanted.ts'

/** Checks the endpoints of a profile now: by the running proxy, which learns from it, or without one. */
export async function endpointTest(context: Context, named: NamedEndpoint): Promise<void> {
  const { json, output, say } = context
  const { document } = await configurationOf(context)
  const profile = await wantedProfile(context, document, named.profile, 'qcc endpoint test PROFILE [ID]')
  const entries =
    named.id === undefined ? profile.endpoints : [endpointOf(document, profile.name, named.id, say)]
  if (entries.length === 0) throw new AppError('no-such-thing', say('endpoint.none'))
  const { byProxy, test } = await tester(context, document)
  const endpoints = await Promise.all(
    entries.map(async (entry) => {
      const name = `${profile.name}/${entry.name}`
      output.note(say('probe.under-way', { name }))
      const report = await test(entry)
      output.note(say('probe.found', { name, finding: findingText(report, say) }))
      return report
    }),
  )
  if (json) printJson<EndpointTestShape>(context, { byProxy, endpoints })
  else await printReports(endpoints, context)
  const failed = endpoints.filter(({ result }) => result === 'fail').map(({ name }) => name)
  if (failed.length > 0)
    throw new AppError('unhealthy', say('endpoint.test.failed', { names: failed.join(', ') }))
}

interface Tester {
  readonly byProxy: boolean
  readonly test: (entry: EndpointEntry) => Promise<ProbeReport>
}

async function tester(context: Context, document: Document): Promise<Tester> {
  const { settings } = await context.settings()
  const alone = async ({ id }: EndpointEntry): Promise<ProbeReport> => {
    const endpoint = await configuredEndpoint(context, document, id)
    if (endpoint === null) throw new AppError('no-such-thing', context.say('endpoint.none'))
    return context.probe(endpoint, null)
  }
  const running = await context.proxy()
  if (running === null) return { byProxy: false, test: alone }
  // A model that thinks first is asked twice.
  const mostMs = settings['health.timeout'] * 2_000
  // A proxy that has not followed the newest version yet does not know what is new in it.
  return {
    byProxy: true,
    test: async (entry) => (await running.probe(entry.id, 'conversation', mostMs)) ?? alone(entry),
  }
}

async function printReports(reports: readonly ProbeReport[], { output, say }: Context): Promise<void> {
  const titles = [
    say('title.endpoint'),
    say('title.result'),
    say('title.time'),
    say('title.model'),
    say('title.reason'),
  ]
  const rows = reports.map((report) => [
    report.name,
    say(`result.${report.result}`),
    report.totalMs === null ? '-' : `${String(Math.round(report.totalMs))} ms`,
    report.model ?? '-',
    reasonText(report, say) || '-',
  ])
  await printTable(output, titles, rows)
}

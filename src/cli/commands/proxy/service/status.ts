import type { Context } from '../../../context.ts'
import type { OwnService } from '../../../own-service.ts'
import { printJson } from '../../../report.ts'
import { isOurs } from '../../../service-proxy.ts'
import type { ServiceStatusShape } from '../../../shapes/service.ts'
import { printPairs } from '../../../table.ts'

/** What there is of the service, as it is found. */
export async function serviceStatus(context: Context): Promise<void> {
  const { json, output, say } = context
  const service = await context.service()
  const shape = service === null ? NONE : await stateOf(context, service)
  if (json) printJson<ServiceStatusShape>(context, shape)
  else if (service === null) output.data(say('service.unsupported'))
  else await printPairs(output, pairs(service, shape, say))
}

const NONE: ServiceStatusShape = {
  ...{ kind: null, name: null, file: null, state: 'none', enabled: null, active: null, why: null },
  ...{ listening: null, ours: false },
}

async function stateOf(context: Context, service: OwnService): Promise<ServiceStatusShape> {
  const { settings } = await context.settings()
  const { file, kind, name } = service
  const { asked, file: state } = await service.look(settings['proxy.drain'])
  const running = await context.proxy()
  const isAnswered = asked.kind === 'answered'
  return {
    ...{ kind, name, file, state },
    enabled: isAnswered ? asked.isEnabled : null,
    active: isAnswered ? asked.isActive : null,
    why: isAnswered ? null : asked.why,
    listening: running === null ? null : { url: running.url, pid: running.identity.pid },
    ours: isOurs(asked, running),
  }
}

function pairs(
  { file, kind, name }: OwnService,
  { active, enabled, listening, ours, state, why }: ServiceStatusShape,
  say: Context['say'],
): readonly (readonly [string, string])[] {
  const system =
    why === null
      ? [
          say(enabled === true ? 'service.enabled' : 'service.not-enabled'),
          say(active === true ? 'service.active' : 'service.not-active'),
        ].join(say('service.and'))
      : say('service.not-asked-short', { why })
  const proxy =
    listening === null
      ? say('service.nobody')
      : say(ours ? 'service.listening' : 'service.listening-other', listening)
  return [
    [say('service.title.service'), `${name} (${kind})`],
    [say('service.title.file'), say(`service.file.${state}`, { file })],
    [say('service.title.system'), system],
    [say('service.title.proxy'), proxy],
  ]
}

import type { NotPrepared, Prepared } from '../../claude/claude-code.ts'
import type { DirectTarget, ProxyTarget, Target } from '../../claude/target.ts'
import { activeProfiles, sourceOf, type Document, type Profile } from '../../core/config/document.ts'
import { AppError } from '../../errors/app-error.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { ensureProxy } from '../ensure-proxy.ts'
import { profileOf } from '../names.ts'
import type { Say } from '../texts.ts'

export interface RunFlags {
  readonly direct?: boolean
  /** In seconds. */
  readonly hold?: number
}

/** Given where the proxy takes any credential: Claude Code starts with nothing less. */
const ANY_TOKEN = 'proxy-managed'

/**
 * Starts Claude Code on the active set or on one profile, and resolves to its
 * exit code. Nothing of the person's is written: what differs for this run
 * goes to that process alone.
 */
export async function run(
  context: Context,
  profileName: string | undefined,
  flags: RunFlags,
  args: readonly string[],
): Promise<number> {
  const { output, say } = context
  if (flags.direct === true && flags.hold !== undefined) throw new AppError('usage', say('run.hold-direct'))
  const { document } = await configurationOf(context)
  const profiles =
    profileName === undefined ? activeProfiles(document) : [profileOf(document, profileName, say)]
  refuseWithoutEndpoints(profiles, say)
  const { settings } = await context.settings()
  const prepared = (await context.claude()).prepare(settings['claude.command'], args)
  if (prepared.kind !== 'prepared') throw notPrepared(prepared, say)
  const target =
    flags.direct === true
      ? await directTarget(context, document, profiles)
      : await proxyTarget(context, profiles, profileName, {
          attribution: attributionOf(document, profiles),
          holdS: flags.hold ?? null,
        })
  noteUnsaidModels(context, prepared, target)
  output.flush()
  const end = await prepared.run(target)
  if (end.kind === 'ended') return end.code
  throw new AppError('failed', say('run.not-run', { file: prepared.file, why: end.why }))
}

/** Whoever starts Claude Code on nothing would only see each request refused. */
function refuseWithoutEndpoints(profiles: readonly Profile[], say: Say): void {
  if (profiles.some(({ endpoints }) => endpoints.some(({ enabled }) => enabled))) return
  const [profile] = profiles
  if (profile === undefined) throw new AppError('failed', say('run.no-profile'))
  const { endpoints, name } = profile
  throw new AppError(
    'failed',
    say(endpoints.length === 0 ? 'run.no-endpoint' : 'run.all-disabled', { profile: name }),
  )
}

function notPrepared(why: NotPrepared, say: Say): AppError {
  switch (why.kind) {
    case 'not-found':
      return new AppError('failed', say('run.not-found', { command: why.command }))
    case 'managed':
      return new AppError('failed', say('run.managed', { file: why.file, variable: why.variable }))
    case 'no-settings-file':
      return new AppError('usage', say('run.no-settings-file', { file: why.file }))
    case 'bad-settings':
      return new AppError('usage', say('run.bad-settings'))
  }
}

/** False as soon as one that may serve wants it left out: Claude Code says it to all or to nobody. */
const attributionOf = (document: Document, profiles: readonly Profile[]): boolean =>
  profiles
    .flatMap(({ endpoints }) => endpoints.filter(({ enabled }) => enabled))
    .every((entry) => sourceOf(document, entry)?.attribution !== false)

/** With the proxy running, and told where it is. */
async function proxyTarget(
  context: Context,
  profiles: readonly Profile[],
  profileName: string | undefined,
  wishes: Pick<ProxyTarget, 'attribution' | 'holdS'>,
): Promise<Target> {
  const { output, say } = context
  const { clientToken, only, startedPid, url } = await ensureProxy(context)
  const token = clientToken ?? ANY_TOKEN
  if (only !== null && profileName !== undefined && only !== profileName) {
    throw new AppError('conflict', say('run.proxy-only', { only, url, profile: profileName }))
  }
  if (startedPid !== null) output.note(say('run.proxy-started', { pid: startedPid }))
  if (profileName !== undefined) {
    const baseUrl = `${url}/p/${profileName}`
    output.note(say('run.on-profile', { profile: profileName, url: baseUrl }))
    return { kind: 'proxy', baseUrl, token, ...wishes }
  }
  const names = profiles.map(({ name }) => name).join(', ')
  output.note(
    only === null
      ? say('run.on-active-set', { profiles: names, url })
      : say('run.on-only', { profile: only, url }),
  )
  return { kind: 'proxy', baseUrl: url, token, ...wishes }
}

/** The first endpoint that is enabled, with its key. */
async function directTarget(
  context: Context,
  document: Document,
  profiles: readonly Profile[],
): Promise<DirectTarget> {
  const { output, say } = context
  const [first] = profiles.flatMap((profile) =>
    profile.endpoints.flatMap((entry) => {
      const source = entry.enabled ? sourceOf(document, entry) : null
      return source === null ? [] : [{ name: `${profile.name}/${entry.name}`, source }]
    }),
  )
  if (first === undefined) throw new AppError('failed', say('run.no-profile'))
  const { name, source } = first
  const {
    attribution = true,
    auth,
    baseUrl,
    credential,
    deniedBetas = [],
    models = {},
    outboundProxy,
  } = source
  const key = await (await context.keys()).resolve(credential)
  if (key === null) throw new AppError('failed', say('run.no-key', { endpoint: name, reference: credential }))
  output.note(say('run.direct', { endpoint: name, url: baseUrl }))
  if (outboundProxy !== undefined) output.note(say('run.direct-proxy', { proxy: outboundProxy }))
  if (auth !== 'bearer' && (await context.ask()) !== null) output.note(say('run.direct-question'))
  return { kind: 'direct', baseUrl, auth, key, models, attribution, deniesBetas: deniedBetas.length > 0 }
}

function noteUnsaidModels({ output, say }: Context, prepared: Prepared, target: Target): void {
  const models = prepared.unsaidModels(target)
  if (models.length > 0) output.note(say('run.unsaid-models', { models: models.join(', ') }))
}

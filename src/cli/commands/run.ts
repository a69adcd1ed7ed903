import type { NotPrepared, Prepared } from '../../claude/claude-code.ts'
import type { ProxyTarget, Target } from '../../claude/target.ts'
import { sourceOf, type Document, type Profile } from '../../core/config/document.ts'
import { AppError } from '../../errors/app-error.ts'
import { configurationOf } from '../apply.ts'
import { directEndpoint, servingProfiles, servingProxy } from '../claude-target.ts'
import type { Context } from '../context.ts'
import { healSettings } from '../heal-settings.ts'
import type { Say } from '../texts.ts'

export interface RunFlags {
  readonly direct?: boolean
  /** In seconds. */
  readonly hold?: number
}

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
  const profiles = servingProfiles(document, profileName, say)
  await healSettings(context)
  const prepared = await claudeRun(context, args)
  const target =
    flags.direct === true
      ? { kind: 'direct' as const, ...(await directEndpoint(context, document, profiles, 'run.direct')) }
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

/** Claude Code, ready to be started with these arguments. Throws what keeps it from that. */
export async function claudeRun(
  context: Pick<Context, 'claude' | 'say' | 'settings'>,
  args: readonly string[],
): Promise<Prepared> {
  const { settings } = await context.settings()
  const prepared = (await context.claude()).prepare(settings['claude.command'], args)
  if (prepared.kind !== 'prepared') throw notPrepared(prepared, context.say)
  return prepared
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
  const { baseUrl, only, token, url } = await servingProxy(context, profileName)
  const names = profiles.map(({ name }) => name).join(', ')
  if (profileName !== undefined) output.note(say('run.on-profile', { profile: profileName, url: baseUrl }))
  else if (only === null) output.note(say('run.on-active-set', { profiles: names, url }))
  else output.note(say('run.on-only', { profile: only, url }))
  return { kind: 'proxy', baseUrl, token, ...wishes }
}

function noteUnsaidModels({ output, say }: Context, prepared: Prepared, target: Target): void {
  const models = prepared.unsaidModels(target)
  if (models.length > 0) output.note(say('run.unsaid-models', { models: models.join(', ') }))
}

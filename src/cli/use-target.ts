import type { UseWish } from '../claude/claude-settings.ts'
import { localUrl } from '../core/local-url.ts'
import type { AuthStyle } from '../core/model.ts'
import { configurationOf } from './apply.ts'
import {
  ANY_TOKEN,
  baseUrlFor,
  directEndpoint,
  type DirectEndpoint,
  servingProfiles,
  servingProxy,
  type ServingProxy,
} from './claude-target.ts'
import type { Context } from './context.ts'

/** What `use` is to put into Claude Code's settings. */
export interface UseTarget {
  readonly about: UseWish['about']
  readonly baseUrl: string
  readonly variables: UseWish['variables']
  /** Whether a credential is among them that is one to others, too. */
  readonly isSecret: boolean
}

/** Finds it out, and says where Claude Code goes. With `dryRun` no proxy is started. */
export async function useTarget(
  context: Context,
  profileName: string | undefined,
  { direct = false, dryRun = false }: { readonly direct?: boolean; readonly dryRun?: boolean },
): Promise<UseTarget> {
  const { output, say } = context
  const { document } = await configurationOf(context)
  const profiles = servingProfiles(document, profileName, say)
  if (direct) {
    const endpoint = await directEndpoint(context, document, profiles, 'use.direct')
    noteUnsaid(context, endpoint)
    const { auth, baseUrl, key, name } = endpoint
    const about = { kind: 'direct', endpoint: name } as const
    return { about, baseUrl, variables: variablesFor(baseUrl, auth, key), isSecret: true }
  }
  const { baseUrl, only, token, url } = dryRun
    ? await expectedProxy(context, profileName)
    : await servingProxy(context, profileName)
  const names = profiles.map(({ name }) => name).join(', ')
  if (profileName !== undefined) output.note(say('use.on-profile', { profile: profileName, url: baseUrl }))
  else if (only === null) output.note(say('use.on-active-set', { profiles: names, url }))
  else output.note(say('use.on-only', { profile: only, url }))
  const about = { kind: 'proxy', profile: profileName ?? null } as const
  return { about, baseUrl, variables: variablesFor(baseUrl, 'bearer', token), isSecret: token !== ANY_TOKEN }
}

/** What two variables cannot say of an endpoint. */
function noteUnsaid({ output, say }: Context, endpoint: DirectEndpoint): void {
  const { attribution, deniesBetas, models, name } = endpoint
  const unsaid = Object.keys(models).join(', ')
  if (unsaid !== '') output.note(say('run.unsaid-models', { models: unsaid }))
  if (attribution === false || deniesBetas === true) output.note(say('use.direct-unsaid', { endpoint: name }))
}

/** The proxy as it runs, or would run; none is started. */
async function expectedProxy(context: Context, profileName: string | undefined): Promise<ServingProxy> {
  const running = await context.proxy()
  const { settings } = await context.settings()
  const { 'proxy.host': host, 'proxy.port': port } = settings
  const url = running?.url ?? localUrl({ host, port })
  const token = running?.clientToken ?? ANY_TOKEN
  return { url, baseUrl: baseUrlFor(url, profileName), token, only: running?.started.profile ?? null }
}

/** Two credentials at once would both be sent, so the other one is taken out. */
const variablesFor = (baseUrl: string, auth: AuthStyle, key: string): UseWish['variables'] => ({
  ANTHROPIC_BASE_URL: baseUrl,
  ANTHROPIC_AUTH_TOKEN: auth === 'x-api-key' ? null : key,
  ANTHROPIC_API_KEY: auth === 'bearer' ? null : key,
})

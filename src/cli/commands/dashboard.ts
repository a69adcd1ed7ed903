import { AppError } from '../../errors/app-error.ts'
import type { Share } from '../../core/access/login.ts'
import type { LoginLinkAnswer } from '../../admin/contract/access.ts'
import { localTime } from '../../views/local-time.ts'
import { printable } from '../../views/printable.ts'
import type { Context } from '../context.ts'
import { ensureProxy } from '../ensure-proxy.ts'
import { printJson } from '../report.ts'
import { runningProxy } from '../running-proxy.ts'
import type {
  DashboardLinkShape,
  DashboardLogOutShape,
  DashboardSharesShape,
  DashboardRevokeShape,
} from '../shapes/dashboard.ts'
import { printTable } from '../table.ts'

export interface DashboardFlags {
  /** In seconds. */
  readonly share?: number
  readonly open: boolean
  readonly shares?: true
  /** The beginning of an id. */
  readonly revoke?: string
  readonly logOut?: true
}

/** Lets a person into the dashboard, or others by a link that is shared; lists and ends what is shared. */
export async function dashboard(context: Context, flags: DashboardFlags): Promise<void> {
  if (flags.shares === true) return list(context)
  if (flags.revoke !== undefined) return revoke(context, flags.revoke)
  if (flags.logOut === true) return logOut(context)
  const { output, say } = context
  const { startedPid } = await ensureProxy(context)
  if (startedPid !== null) output.note(say('login.proxy-started', { pid: startedPid }))
  return flags.share === undefined ? open(context, flags.open) : share(context, flags.share)
}

async function open(context: Context, mayOpen: boolean): Promise<void> {
  const { json, output, say } = context
  const link = await (await runningProxy(context)).loginLink({ role: 'admin' })
  const opened = mayOpen && !json && (await context.openBrowser(link.url))
  told(context, link, opened)
  output.note(say(opened ? 'login.opened' : 'login.not-opened'))
}

async function share(context: Context, seconds: number): Promise<void> {
  const { output, say } = context
  const running = await runningProxy(context)
  const link = await running.loginLink({ role: 'viewer', ttlMs: Math.round(seconds * 1_000) })
  told(context, link, false)
  output.note(say('login.shared', { until: localTime(link.until), share: link.share ?? '' }))
  const { beyondMachine, host } = await running.status()
  const { settings } = await context.settings()
  const isBeyond = beyondMachine && settings['dashboard.beyond'] === 'on'
  output.note(output.styled('yellow', isBeyond ? say('login.beyond', { host }) : say('login.machine-only')))
}

/** The link alone on stdout: it is what was asked for, and past the redactor. */
function told(context: Context, { role, share: id, until, url }: LoginLinkAnswer, opened: boolean): void {
  const { json, output } = context
  if (!json) return output.secret(url)
  const shape: DashboardLinkShape = { url, role, until, share: id, opened }
  output.secret(JSON.stringify(shape, null, 2))
}

async function inForce(context: Context): Promise<readonly (Share & { readonly logins: number })[]> {
  const { logins } = await context.store()
  return (await logins.shares()).filter(({ until }) => until > context.clock.now())
}

async function list(context: Context): Promise<void> {
  const { json, output, say } = context
  const shares = (await inForce(context)).map(({ createdAt, id, logins, until }) => ({
    ...{ id, createdAt, until, logins },
  }))
  if (json) return printJson<DashboardSharesShape>(context, { shares })
  if (shares.length === 0) return output.note(say('login.no-shares'))
  const keys = ['share', 'made', 'until', 'browsers'] as const
  const titles = keys.map((key) => say(`login.title.${key}`))
  const rows = shares.map(({ createdAt, id, logins, until }) => [
    ...[id, localTime(createdAt), localTime(until), String(logins)],
  ])
  await printTable(output, titles, rows)
}

async function revoke(context: Context, wanted: string): Promise<void> {
  const { json, output, say } = context
  const found = (await inForce(context)).filter(({ id }) => wanted !== '' && id.startsWith(wanted))
  const [one, ...others] = found
  if (one === undefined) {
    throw new AppError('no-such-thing', say('login.unknown-share', { share: printable(wanted) }))
  }
  if (others.length > 0) {
    const choices = found.map(({ id }) => id).join(', ')
    throw new AppError('usage', say('login.many-shares', { share: wanted, choices }))
  }
  await (await context.store()).logins.removeShare(one.id)
  output.note(say('login.revoked', { share: one.id, logins: one.logins }))
  if (json) printJson<DashboardRevokeShape>(context, { revoked: one.id, logins: one.logins })
}

async function logOut(context: Context): Promise<void> {
  const { json, output, say } = context
  const loggedOut = await (await context.store()).logins.removeAll()
  output.note(say('login.logged-out', { logins: loggedOut }))
  if (json) printJson<DashboardLogOutShape>(context, { loggedOut })
}

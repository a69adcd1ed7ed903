import { isLoopbackName } from '../core/loopback.ts'
import { AppError } from '../errors/app-error.ts'
import { en } from '../i18n/en.ts'
import type { Context } from './context.ts'
import { sayFrom } from '../i18n/say.ts'

/**
 * Throws `usage` where others could reach a proxy on `host` and no client token
 * would tell clients from strangers: whoever reaches it could spend the keys.
 */
export async function refuseUnguarded(context: Pick<Context, 'store'>, host: string): Promise<void> {
  if (isLoopbackName(host)) return
  const { clientTokens } = await context.store()
  if ((await clientTokens.all()).length > 0) return
  const text = 'proxy.not-loopback'
  throw new AppError('usage', sayFrom(en)(text, { host }), { text, details: { host } })
}

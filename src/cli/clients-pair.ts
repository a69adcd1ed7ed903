import type { ProxyStatus } from '../admin/contract.ts'
import type { Say } from './texts.ts'

type Reach = Pick<ProxyStatus, 'beyondMachine' | 'clientTokens' | 'host'>

/** A line on who can reach a proxy. */
export function clientsPair(
  { beyondMachine, clientTokens: count, host }: Reach,
  say: Say,
): readonly (readonly [string, string])[] {
  const key = beyondMachine ? 'token.clients-beyond' : 'token.clients-machine'
  return [[say('token.title.clients'), say(key, { host, count })]]
}

import type { Identity, ProxyStatus, RunFile, SwitchRequest, TiersStatus } from '../admin/contract.ts'
import type { LoginLinkAnswer, LoginLinkRequest } from '../admin/contract/access.ts'
import type { NotifyAnswer } from '../admin/contract/notify.ts'
import type { TryAnswer, TryRequest } from '../admin/contract/try.ts'
import type { CheckKind } from '../core/health/check.ts'
import type { Channel } from '../core/notify/notice.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { Retried } from '../ports/parking.ts'

/** The running proxy of this home, asked over its control API. */
export interface ControlClient {
  readonly url: string
  readonly identity: Identity
  /** What it was started with. */
  readonly started: Pick<RunFile, 'flags' | 'profile' | 'daemon'>
  /** What a client that this home starts gives for a credential; null where the proxy takes any. */
  readonly clientToken: string | null
  status(): Promise<ProxyStatus>
  /** Makes a link by which a browser logs in to the dashboard. */
  loginLink(wanted: LoginLinkRequest): Promise<LoginLinkAnswer>
  /** Its check of the endpoint `id`; null when it knows none of that id. */
  probe(id: string, kind: CheckKind, timeoutMs: number): Promise<ProbeReport | null>
  /** Its check of every endpoint that may serve. */
  check(timeoutMs: number): Promise<readonly ProbeReport[]>
  /** Puts a profile first, or with null nobody; null when it knows none of that name. */
  switchTo(hand: SwitchRequest['hand']): Promise<TiersStatus | null>
  /** Sends a kept request now; resolves when that is over. */
  retry(id: string): Promise<Retried>
  /** Sends a test message, as it sends notices: to one channel, or with null to all that are set up. */
  notify(channel: Channel | null): Promise<NotifyAnswer['tried']>
  /** Has it send a small message to itself, as any client would. */
  tryMessage(wanted: TryRequest): Promise<TryAnswer>
  /** What its last decisions were made from, as text for a file. */
  flight(): Promise<string>
  /** Resolves when everything that happened so far can be read from the home, or the proxy cannot tell. */
  settle(): Promise<void>
  /**
   * Asks it to stop and resolves when it is gone: to the number of requests
   * that were cut off, null when it went without telling.
   */
  stop(drainMs: number): Promise<{ readonly broken: number | null }>
}

import type { Identity, ProxyStatus, RunFile } from '../admin/contract.ts'

/** The running proxy of this home, asked over its control API. */
export interface ControlClient {
  readonly url: string
  readonly identity: Identity
  /** What it was started with. */
  readonly started: Pick<RunFile, 'flags' | 'profile' | 'daemon'>
  status(): Promise<ProxyStatus>
  /**
   * Asks it to stop and resolves when it is gone: to the number of requests
   * that were cut off, null when it went without telling.
   */
  stop(drainMs: number): Promise<{ readonly broken: number | null }>
}

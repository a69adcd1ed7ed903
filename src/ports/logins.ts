import type { Login, Share } from '../core/access/login.ts'

/** Who is logged in to the dashboard, and the links that are shared. What is over goes by itself when something is added. */
export interface Logins {
  /** By its hash; null when there is none, or not any more. */
  find(hash: string): Promise<Login | null>
  /** Of more than `MOST_LOGINS` that came by the same share, or by none, those go that were used last the longest ago. */
  add(login: Login): Promise<void>
  /** Sets when it ends; one that is gone stays gone. */
  renew(hash: string, until: number): Promise<void>
  /** False when there is none. */
  remove(hash: string): Promise<boolean>
  /** All of them; tells how many there were. */
  removeAll(): Promise<number>
  /** By its id; null when there is none, or not any more. */
  share(id: string): Promise<Share | null>
  /** By the hash of its token. */
  shareOf(hash: string): Promise<Share | null>
  /** Newest first, each with the number of browsers that are logged in by it. */
  shares(): Promise<readonly (Share & { readonly logins: number })[]>
  addShare(share: Share): Promise<void>
  /** With all logins that came by it. False when there is none. */
  removeShare(id: string): Promise<boolean>
}

import type { Channel } from '../core/notify/notice.ts'
import { tryChannels } from '../notify/try-channels.ts'
import type { NotifyAnswer } from '../admin/contract/notify.ts'
import type { Vault } from '../ports/vault.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import type { Settings } from '../settings/schema.ts'
import { noticeMeans, noticeSay, type Addressee } from './notice-means.ts'

/** Sends a test message from this process. */
export async function tryNotices(
  channel: Channel | null,
  addressee: Addressee,
  { settings, vault }: { readonly settings: Settings; readonly vault: Vault },
): Promise<NotifyAnswer['tried']> {
  const sender = new UndiciSender()
  try {
    const means = await noticeMeans(addressee, { sender, vault, settings: () => settings })
    return await tryChannels(channel, await noticeSay(addressee, settings), means)
  } finally {
    await sender.close()
  }
}

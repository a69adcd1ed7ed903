import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runLock } from '../../src/app/control-client.ts'
import { readRunFile } from '../../src/app/run-file.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import type { Document, OwnEndpoint } from '../../src/core/config/document.ts'
import { readConfiguration, replaceConfiguration } from '../../src/document/configuration.ts'
import { holdFile } from '../../src/store/hold-file.ts'
import { openStore } from '../../src/store/open-store.ts'
import { temporaryFolder } from './qcc.ts'
import { idOf } from './rig.ts'

type Target = Pick<OwnEndpoint, 'name'> & { readonly url: string }

/** A document with these endpoints in the profile "work", each with the key reference `env:KEY_NAME`. */
export function workDocument(targets: readonly Target[], settings: Document['settings'] = {}): Document {
  const endpoints = targets.map(({ name, url }) => ({
    ...{ id: idOf(name), name, baseUrl: url, auth: 'x-api-key' as const, credential: `env:KEY_${name}` },
    ...{ weight: 100, enabled: true },
  }))
  return { profiles: [{ name: 'work', endpoints }], settings: { 'proxy.port': 0, ...settings } }
}

/** A home with that document, whose proxy takes any free port. It ends with the test, and so does the proxy that runs for it then. */
export async function homeWith(
  targets: readonly Target[],
  settings: Document['settings'] = {},
): Promise<string> {
  const home = join(temporaryFolder(), 'home')
  await configureHome(home, workDocument(targets, settings))
  onTestFinished(() => {
    killProxyOf(home)
  })
  return home
}

/** Makes this document the newest version of a home's configuration, as another process would. */
export async function configureHome(home: string, document: Document): Promise<void> {
  const store = await openStore({ file: join(home, 'qcc.db') })
  try {
    const { versions } = store
    const { number } = await readConfiguration(versions)
    const parts = { versions, clock: systemClock, keep: 100 }
    await replaceConfiguration(parts, number, document, { author: 'cli', message: 'made by a test' })
  } finally {
    store.close()
  }
}

/** Whether a process is the proxy of this home. The dead are not counted, whoever has yet to bury them. */
export function hasProxy(home: string): boolean {
  const hold = holdFile(runLock(home))
  hold?.release()
  return hold === null
}

/** As a crash would end it. */
export function killProxyOf(home: string): void {
  const run = readRunFile(home)
  if (run === null || run.pid === process.pid) return
  try {
    process.kill(run.pid, 'SIGKILL')
  } catch (error) {
    // It has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const SCRIPT = fileURLToPath(new URL('store-child.ts', import.meta.url))

/** A line that a process at a store said. */
export type Said =
  | { readonly kind: 'committed'; readonly number: number }
  | { readonly kind: 'conflict'; readonly newest: number }
  | { readonly kind: 'read'; readonly newest: number }
  | { readonly kind: 'kept'; readonly reference: string; readonly key: string }
  | { readonly kind: 'made'; readonly keys: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string; readonly details: Readonly<Record<string, unknown>> }

export interface StoreProcess {
  readonly kill: () => void
  /** Resolves at the first line, or at the end when there is none. */
  readonly began: Promise<void>
  /** All that it said, once it has ended. */
  readonly ended: Promise<readonly Said[]>
}

interface StartOptions {
  readonly uid?: number
  /** Where compiled sources are kept, for who starts many: then a start takes half the time. */
  readonly cache?: string
}

/** Starts a process at a store (see `store-child.ts`); it ends with the test at the latest. */
export function startAtStore(
  file: string,
  what: readonly string[],
  { cache, ...options }: StartOptions = {},
): StoreProcess {
  const child = spawn(process.execPath, [SCRIPT, file, ...what], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) },
    ...options,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  const began = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      resolve()
    })
    child.on('close', () => {
      resolve()
    })
  })
  const ended = new Promise<readonly Said[]>((resolve) => {
    child.on('close', () => {
      resolve(text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Said])))
    })
  })
  return { kill: () => void child.kill('SIGKILL'), began, ended }
}

import { expect, test } from 'vitest'
import type { ProxyStatus } from '../admin/contract.ts'
import { AppError } from '../errors/app-error.ts'
import type { ControlClient } from './control-client.ts'
import { liveProxy } from './live.ts'

const proxyThat = (status: () => Promise<ProxyStatus>) => ({
  proxy: async () => ({ status, started: { profile: 'work' } }) as unknown as ControlClient,
})

test('no proxy is none, also when it ends while it is asked', async () => {
  expect(await liveProxy({ proxy: async () => null })).toBeNull()
  const gone = proxyThat(() => Promise.reject(new AppError('no-proxy', 'gone')))
  expect(await liveProxy(gone)).toBeNull()
})

test('what the proxy says is its status, and any other failure is one', async () => {
  const status = { pid: 7 } as ProxyStatus
  expect(await liveProxy(proxyThat(async () => status))).toEqual({ status, only: 'work' })
  const failing = proxyThat(() => Promise.reject(new AppError('failed', 'no')))
  await expect(liveProxy(failing)).rejects.toThrow('no')
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { configuredUrl, type ConfiguredUrl } from './configured-url.ts'

async function listening(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

function found(baseUrl: string | null, proxyUrl: string | null): Promise<ConfiguredUrl> {
  const userFolder = mkdtempSync(join(tmpdir(), 'qcc-url-'))
  onTestFinished(() => {
    rmSync(userFolder, { recursive: true, force: true })
  })
  mkdirSync(join(userFolder, '.claude'))
  const env = baseUrl === null ? {} : { ANTHROPIC_BASE_URL: baseUrl }
  writeFileSync(join(userFolder, '.claude', 'settings.json'), JSON.stringify({ env }))
  const places = { env: {}, cwd: userFolder, userFolder, platform: 'linux', managedFile: '' } as const
  return configuredUrl(places, proxyUrl, fakeClock())
}

test('settings without a base URL lead nowhere in particular', async () => {
  expect(await found(null, null)).toMatchObject({ baseUrl: null, leads: null })
  expect(await found('', null)).toMatchObject({ baseUrl: null, leads: null })
})

test.each([
  ['http://127.0.0.1:7860', 'here'],
  ['http://localhost:7860/p/work', 'here'],
  ['https://api.example.com:7860', 'elsewhere'],
  ['not a URL', 'elsewhere'],
])('with the proxy at 127.0.0.1:7860 settings that say %s lead %s', async (baseUrl, leads) => {
  expect(await found(baseUrl, 'http://127.0.0.1:7860')).toMatchObject({ baseUrl, leads })
})

test('another program on this machine is elsewhere, and a port where nobody listens is nowhere', async () => {
  const port = await listening()
  const url = `http://127.0.0.1:${String(port)}`
  expect((await found(url, null)).leads).toBe('elsewhere')
  expect((await found('http://127.0.0.1:9', null)).leads).toBe('nowhere')
  expect((await found('http://127.0.0.1:9', url)).leads).toBe('nowhere')
})

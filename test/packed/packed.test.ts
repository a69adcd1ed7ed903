// What a user gets: dist/ packed, installed into an empty folder with a home of its own, and run there. The bundle is
// built before (scripts/test.mjs); nothing here reads the repository except to know its version and its path.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, realpath, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const windows = process.platform === 'win32'
const run = promisify(execFile)

/** Of the PATH given to npm, without what npm itself put before it. */
const machinePath = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))

async function findOldNode(): Promise<string | undefined> {
  for (const folder of machinePath) {
    const file = path.join(folder, windows ? 'node.exe' : 'node')
    if (!existsSync(file)) continue
    const { stdout } = await run(file, ['-p', 'process.versions.node'])
    const [major = 0, minor = 0] = stdout.trim().split('.').map(Number)
    if (major < 22 || (major === 22 && minor < 19)) return file
  }
  return undefined
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(undefined)
    })
    server.listen(port, '127.0.0.1', () => {
      resolve(server)
    })
  })
}

async function freePort(): Promise<number> {
  const server = await listen(0)
  const { port } = server?.address() as AddressInfo
  await new Promise((resolve) => server?.close(resolve))
  return port
}

const oldNode = await findOldNode()
if (oldNode === undefined)
  process.stderr.write('packed: no Node older than 22.19 in PATH, its guard is not tried\n')

describe('the packed artefact', () => {
  let folder = ''
  let empty = ''
  let installed = ''
  let version = ''
  let env: NodeJS.ProcessEnv = {}

  const npm = (args: string[], cwd: string) => run('npm', args, { cwd, env, shell: windows })
  const qcc = (args: string[]) =>
    run(process.execPath, [path.join(installed, 'qcc.mjs'), ...args], { cwd: empty, env })

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'qcc-packed-')))
    empty = path.join(folder, 'empty')
    const home = path.join(folder, 'home')
    await mkdir(empty)
    await mkdir(home)
    env = {
      PATH: process.env['PATH'],
      HOME: home,
      USERPROFILE: home,
      SystemRoot: process.env['SystemRoot'],
      TMPDIR: folder,
    }
    version = (JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string })
      .version
    await npm(['pack', '--pack-destination', folder], path.join(root, 'dist'))
    await npm(['install', '--offline', path.join(folder, `qcc-${version}.tgz`)], empty)
    installed = path.join(empty, 'node_modules', 'qcc')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('installs itself and nothing else', async () => {
    const beside = (await readdir(path.join(empty, 'node_modules'))).filter((name) => !name.startsWith('.'))
    expect(beside).toEqual(['qcc'])
    expect(await readdir(installed)).not.toContain('node_modules')
    const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as object
    expect(manifest).not.toHaveProperty('dependencies')
    expect(manifest).not.toHaveProperty('scripts')
  })

  it('holds both read-mes, its licence and those of what it bundles', async () => {
    const files = await readdir(installed)
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'THIRD-PARTY.txt',
        'README.md',
        'README.zh-CN.md',
        'package.json',
        'qcc.mjs',
      ]),
    )
  })

  it('holds the dashboard, compressed too, and nothing that a page would fetch from elsewhere', async () => {
    const web = path.join(installed, 'web')
    const page = await readFile(path.join(web, 'index.html'), 'utf8')
    const assets = [...page.matchAll(/(?:src|href)="\/_qcc\/([^"]+)"/g)].map((match) => match[1] ?? '')
    expect([...new Set(assets.map((name) => path.extname(name)))].sort()).toEqual(['.css', '.js'])
    const files = await readdir(web, { recursive: true })
    for (const name of assets)
      expect(files).toEqual(expect.arrayContaining([name, `${name}.br`, `${name}.gz`]))
    for (const name of files.filter((file) => /\.(html|js|css)$/.test(file))) {
      const text = await readFile(path.join(web, name), 'utf8')
      expect(text.match(/(?:src|href|from|import\(|url\()[=\s"'(]*https?:/), name).toBeNull()
    }
  })

  it('prints its version under the name that npm gave it', async () => {
    const { stdout } = await run('npx', ['--offline', 'qcc', '--version'], {
      cwd: empty,
      env,
      shell: windows,
    })
    expect(stdout.trim().split(/\s+/).at(-1)).toBe(version)
  })

  it('runs the demo on the port it is given, also while the usual one is taken', async () => {
    const taken = await listen(7860)
    const port = await freePort()
    const { stdout, stderr } = await qcc(['demo', '--once', '--port', String(port)])
    taken?.close()
    expect(stdout + stderr).toContain(`:${port}`)
  })

  it('runs a proxy in the background on the port it is given, and stops it', async () => {
    const port = await freePort()
    await qcc(['add', 'work', '--base-url', 'http://127.0.0.1:9', '--api-key-env', 'NO_SUCH_KEY'])
    const started = await qcc(['proxy', 'start', '--daemon', '--port', String(port), '--json'])
    const { pid, url } = JSON.parse(started.stdout) as { pid: number; url: string }
    try {
      expect(url).toBe(`http://127.0.0.1:${port}`)
      const status = JSON.parse((await qcc(['proxy', 'status', '--json'])).stdout) as object
      expect(status).toMatchObject({ pid, url, version, profiles: ['work'] })
      const answer = await fetch(`${url}/v1/messages`, { method: 'POST', body: '{"model":"m"}' })
      expect(answer.status).toBe(401)
      await showsDashboard(url)
      const stopped = JSON.parse((await qcc(['proxy', 'stop', '--json'])).stdout) as object
      expect(stopped).toEqual({ url, pid, broken: 0 })
      expect((await qcc(['proxy', 'logs'])).stdout).toMatch(/401 POST \/v1\/messages/)
    } finally {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended, as it should.
      }
    }
  })

  /** A browser gets the page, what it loads, and in. */
  async function showsDashboard(url: string): Promise<void> {
    const page = await (await fetch(`${url}/_qcc/`)).text()
    const files = [...page.matchAll(/(?:src|href)="(\/_qcc\/assets\/[^"]+)"/g)].map(([, file = '']) => file)
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) expect((await fetch(url + file)).status, file).toBe(200)
    const link = JSON.parse((await qcc(['dashboard', '--no-open', '--json'])).stdout) as { url: string }
    expect(new URL(link.url).origin).toBe(url)
    const login = await fetch(link.url, { redirect: 'manual' })
    const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';')
    const session = await fetch(`${url}/_qcc/api/v1/session`, { headers: { cookie } })
    expect([login.status, session.status, await session.json()]).toMatchObject([303, 200, { role: 'admin' }])
  }

  it('holds no path of the machine that built it', async () => {
    const files = await readdir(installed, { recursive: true, withFileTypes: true })
    for (const file of files.filter((entry) => entry.isFile())) {
      const text = await readFile(path.join(file.parentPath, file.name), 'utf8')
      for (const place of [root, homedir() + path.sep]) {
        expect(text.includes(place), `${file.name} holds ${place}`).toBe(false)
      }
    }
  })

  it.skipIf(oldNode === undefined)('tells an old Node which one it needs, in both languages', async () => {
    const failure = (await run(oldNode ?? '', [path.join(installed, 'qcc.mjs')], { cwd: empty, env }).catch(
      (error: unknown) => error,
    )) as { code?: number; stderr?: string }
    expect(failure.code).toBe(1)
    expect(failure.stderr).toMatch(/Node[^\n]*22\.19/)
    expect(failure.stderr).toMatch(/\p{Script=Han}[^\n]*22\.19|22\.19[^\n]*\p{Script=Han}/u)
    expect(failure.stderr).not.toMatch(/^\s+at /m)
  })
})

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ServiceInstallShape, ServiceStatusShape } from '../../src/cli/shapes/service.ts'
import type { DoctorShape } from '../../src/cli/shapes/doctor.ts'
import { systemdUnit } from '../../src/core/service/systemd-unit.ts'
import { hasProxy } from '../support/home.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { QCC, temporaryFolder, type Finished } from '../support/qcc.ts'
import { serviceSetting, type ServiceSetting } from '../support/service.ts'

/** Everything that means something to systemd, to a shell or to nobody. */
const ODD = `my $HOME 100% "q" 'a' \\b \${X};家`

function printed<T>(schema: string, { code, stderr, stdout }: Finished): T {
  expect(code, stderr).toBe(0)
  const value = JSON.parse(stdout) as T
  expect(faultsAgainst(schema, value)).toEqual([])
  return value
}

const installed = async ({ say }: ServiceSetting): Promise<ServiceInstallShape> =>
  printed('service-install', await say('proxy', 'service', 'install', '--json'))
const statusOf = async ({ say }: ServiceSetting): Promise<ServiceStatusShape> =>
  printed('service-status', await say('proxy', 'service', 'status', '--json'))

const finding = async ({ say }: ServiceSetting): Promise<readonly (string | undefined)[]> => {
  const { findings } = JSON.parse((await say('doctor', '--json')).stdout) as DoctorShape
  return findings.filter(({ check }) => check === 'service').map(({ kind }) => kind)
}

describe('a service on systemd', () => {
  test('runs the proxy of a home with any name, is found as it is, is mended, restarted and taken away', async () => {
    const setting = await serviceSetting(ODD)
    const { home, orders, say } = setting
    expect(await statusOf(setting)).toMatchObject({ state: 'none', enabled: false, ours: false })
    expect(await finding(setting)).toEqual(['well'])

    const first = await installed(setting)
    expect(first).toMatchObject({ kind: 'systemd', changed: true, unseen: ['KEY_one'] })
    expect(first.name).toMatch(/^qcc-[0-9a-f]{8}\.service$/)
    expect(readFileSync(first.file, 'utf8')).toBe(first.text)
    expect(orders().slice(-3)).toEqual(['daemon-reload', `enable ${first.name}`, `restart ${first.name}`])
    const now = await statusOf(setting)
    expect(now).toMatchObject({ state: 'current', enabled: true, active: true, ours: true, why: null })
    expect(now.listening).toEqual(first.listening)

    const before = orders().length
    expect(await installed(setting)).toMatchObject({ changed: false, listening: first.listening })
    expect(orders().length).toBe(before)

    writeFileSync(first.file, first.text.replace('"proxy" "start"', '"proxy" "start" "--port" "0"'))
    expect([(await statusOf(setting)).state, await finding(setting)]).toEqual([
      'other-command',
      ['service-other-command'],
    ])
    writeFileSync(first.file, first.text.replace(/TimeoutStopSec=\d+/, 'TimeoutStopSec=1'))
    expect([(await statusOf(setting)).state, await finding(setting)]).toEqual([
      'outdated',
      ['service-outdated'],
    ])
    const second = await installed(setting)
    expect([second.changed, readFileSync(first.file, 'utf8')]).toEqual([true, first.text])
    expect(second.listening?.pid).not.toBe(first.listening?.pid)

    const restarted = await say('proxy', 'restart')
    expect([restarted.code, restarted.stderr]).toEqual([
      0,
      expect.stringContaining(`started by ${first.name}`),
    ])
    const third = await statusOf(setting)
    expect([third.ours, third.listening?.pid === second.listening?.pid]).toEqual([true, false])

    const away = await say('proxy', 'service', 'uninstall', '--json')
    expect(printed('service-uninstall', away)).toEqual({ file: first.file, removed: true })
    expect([hasProxy(home), readdirSync(dirname(first.file), { recursive: true })]).toEqual([
      false,
      ['default.target.wants'],
    ])
    const again = await say('proxy', 'service', 'uninstall', '--json')
    expect(printed('service-uninstall', again)).toEqual({ file: first.file, removed: false })
  })

  test.each([
    ['en', 'A proxy of this home runs already', /Type "qcc proxy stop", then this again/],
    ['zh', '此主目录的代理已在', /请输入“qcc proxy stop”，然后再次执行本命令/],
  ])('a proxy that a person has started keeps the home (%s)', async (lang, sentence, next) => {
    const { file, orders, say } = await serviceSetting()
    expect((await say('proxy', 'start', '-d')).code).toBe(0)
    const { code, stderr } = await say('proxy', 'service', 'install', '--lang', lang)
    expect([code, stderr]).toEqual([5, expect.stringContaining(sentence)])
    expect(stderr).toMatch(next)
    expect([existsSync(file), orders()]).toEqual([false, []])
  })

  test('is not made where only a passphrase opens the keys', async () => {
    const { file, orders, say, sayWith } = await serviceSetting()
    await sayWith({ QCC_NEW_PASSPHRASE: 'correct horse' }, 'config', 'rekey', '--passphrase', '--yes')
    const refused: unknown = expect.stringContaining('A passphrase opens the keys of this home')
    const { code, stderr } = await say('proxy', 'service', 'install')
    expect([code, stderr]).toEqual([1, refused])
    const wrong = await sayWith({ QCC_PASSPHRASE: 'another one' }, 'proxy', 'service', 'install')
    expect([wrong.code, wrong.stderr]).toEqual([1, refused])
    const dry = await say('proxy', 'service', 'install', '--dry-run')
    expect([dry.code, dry.stderr]).toEqual([0, refused])
    expect([existsSync(file), orders()]).toEqual([false, []])
  })

  test('goes with qcc uninstall', async () => {
    const setting = await serviceSetting()
    const { file } = await installed(setting)
    expect([file, (await finding(setting))[0]]).toEqual([setting.file, 'well'])
    const gone = printed('uninstall', await setting.say('uninstall', '--yes', '--json'))
    expect(gone).toMatchObject({ removed: true, service: file, stopped: true })
    expect([existsSync(file), existsSync(setting.home)]).toEqual([false, false])
  })

  test('that does not come up is no success: the log is shown, and what to do', async () => {
    const setting = await serviceSetting()
    const { code, stderr } = await setting.sayWith(
      { FAKE_SYSTEMD_FAULT: 'dead' },
      'proxy',
      'service',
      'install',
    )
    expect([code, stderr]).toEqual([1, expect.stringContaining('its proxy does not answer')])
    expect(stderr).toContain(join(setting.home, 'logs', 'proxy.log'))
    expect(await finding(setting)).toEqual(['service-failed'])
    expect((await setting.say('proxy', 'service', 'uninstall')).code).toBe(0)
    expect(existsSync(setting.file)).toBe(false)
  })

  test('a port that somebody else has is said before anything is written', async () => {
    const other = await serviceSetting()
    const { listening } = await installed(other)
    const port = /:(\d+)$/.exec(listening?.url ?? '')?.[1] ?? ''
    const setting = await serviceSetting()
    await setting.say('config', 'set', 'proxy.port', port)
    const { code, stderr } = await setting.say('proxy', 'service', 'install')
    expect([code, stderr]).toEqual([5, expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`)])
    expect(existsSync(setting.file)).toBe(false)
    await other.say('proxy', 'service', 'uninstall')
  })
})

describe('where no service manager answers', () => {
  const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', XDG_RUNTIME_DIR: '/nowhere' }

  test.each([
    ['en', 'does not answer: ', 'enable-linger'],
    ['zh', '没有回应：', 'enable-linger'],
  ])('nothing is written, and it is said why (%s)', async (lang, sentence, next) => {
    const { file, sayWith } = await serviceSetting()
    const nobody = { ...bus, PATH: noSystemctl() }
    const { code, stderr } = await sayWith(nobody, 'proxy', 'service', 'install', '--lang', lang)
    expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)])
    expect(stderr).toContain(next)
    expect(existsSync(file)).toBe(false)
    const status = await sayWith(nobody, 'proxy', 'service', 'status', '--lang', lang)
    expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('systemctl: ')])
  })

  test('what lies there is taken away all the same, and it is said what goes on', async () => {
    const { file, home, say, sayWith } = await serviceSetting()
    await say('proxy', 'service', 'install')
    const { code, stderr } = await sayWith({ PATH: noSystemctl() }, 'proxy', 'service', 'uninstall')
    expect([code, stderr]).toEqual([0, expect.stringContaining('"qcc proxy stop" ends it')])
    expect([existsSync(file), hasProxy(home)]).toEqual([false, true])
    expect(readdirSync(join(dirname(file), 'default.target.wants'))).toEqual([])
    expect((await say('proxy', 'stop')).code).toBe(0)
  })
})

/** A path with nothing on it. */
const noSystemctl = (): string => temporaryFolder()

/** The lines that systemd says of a unit. */
function saidBySystemd(user: string, unit: string): readonly string[] {
  const file = join(user, 'qcc-test.service')
  writeFileSync(file, unit)
  const env = { PATH: process.env['PATH'], HOME: user, XDG_RUNTIME_DIR: user }
  const { output } = spawnSync('systemd-analyze', ['verify', '--user', file], { encoding: 'utf8', env })
  return output.flatMap((text) => text?.split('\n') ?? []).filter((line) => line.includes('qcc-test'))
}

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
if (!hasSystemd) process.stderr.write('systemd-analyze is not installed: no unit is shown to it\n')

describe('--dry-run', () => {
  test.runIf(hasSystemd)('systemd finds a program with any name', () => {
    const user = temporaryFolder()
    // It takes none with a quote or a backslash in its name.
    const program = join(user, ODD.replaceAll(/["'\\]/g, ''))
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
    const unitOf = (file: string) => systemdUnit({ command: [file, ODD], variables: { PATH: ODD }, stopS: 9 })
    expect(saidBySystemd(user, unitOf(program))).toEqual([])
    expect(saidBySystemd(user, unitOf(`${program}x`)).join('')).toContain('is not executable')
  })

  test.runIf(hasSystemd)(
    'prints a unit that systemd itself accepts, whatever the name of the home, and writes nothing',
    async () => {
      for (const name of [ODD, '.qcc']) {
        const { file, orders, say, user } = await serviceSetting(name)
        const { code, stderr, stdout } = await say('proxy', 'service', 'install', '--dry-run')
        expect([code, stderr]).toEqual([0, expect.stringContaining('KEY_one is set in shells only')])
        expect([existsSync(file), orders()]).toEqual([false, []])
        expect(saidBySystemd(user, stdout)).toEqual([])
      }
    },
  )

  test('names settings of this shell alone, and a program that an update takes away; no key is in the unit', async () => {
    const { user } = await serviceSetting()
    const folder = join(user, 'versions', 'v24.1.0')
    mkdirSync(folder, { recursive: true })
    symlinkSync(QCC, join(folder, 'qcc.mjs'))
    const env = { HOME: user, PATH: '/usr/bin:/bin', QCC_PROXY_PORT: '0', KEY_one: 'made-up-one-0123456789' }
    const args = [join(folder, 'qcc.mjs'), 'proxy', 'service', 'install', '--dry-run', '--json']
    const { stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
    const shape = JSON.parse(stdout) as ServiceInstallShape
    expect([shape.unseen, shape.passing]).toEqual([['KEY_one', 'QCC_PROXY_PORT'], [args[0]]])
    expect(stderr).toContain('lies in a folder that an update may take away')
    expect(shape.text.match(/^Environment=.*$/gm)).toEqual(['Environment="PATH=/usr/bin:/bin"'])
    expect(stdout + stderr).not.toContain(env.KEY_one)
  })
})

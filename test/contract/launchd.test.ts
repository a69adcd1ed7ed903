import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { serviceAt } from '../../src/app/service/own-service.ts'
import { temporaryFolder } from '../support/qcc.ts'

/**
 * Stands in for launchctl: records what it is asked for, knows what is loaded,
 * and answers in the real one's words as far as they are read here.
 */
const LAUNCHCTL = `#!/bin/sh
echo "$*" >> "$FAKE_LAUNCHD/calls"
[ ! -f "$FAKE_LAUNCHD/nobody" ] || { echo "Domain does not support specified action" >&2; exit 125; }
loaded="$FAKE_LAUNCHD/loaded"
case $1 in
print-disabled) printf 'disabled services = {\\n\\t"com.example.other" => disabled\\n}\\n' ;;
print) [ -f "$loaded" ] || exit 113; printf 'state = running\\n\\tpid = 4711\\n' ;;
bootstrap) [ ! -f "$loaded" ] || { echo "Bootstrap failed: 5: Input/output error" >&2; exit 5; }; touch "$loaded" ;;
bootout) [ -f "$loaded" ] || exit 3; rm "$loaded" ;;
esac
`

function agentOf(name: string) {
  const user = temporaryFolder()
  const [bin, state, home] = ['bin', 'launchd', name].map((one) => join(user, one)) as [
    string,
    string,
    string,
  ]
  for (const folder of [bin, state, home]) mkdirSync(folder)
  writeFileSync(join(bin, 'launchctl'), LAUNCHCTL)
  chmodSync(join(bin, 'launchctl'), 0o755)
  const env = {
    PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
    FAKE_LAUNCHD: state,
    LANG: 'zh_CN.UTF-8',
  }
  const program = ['/opt/node', '/opt/a & b/qcc.mjs'] as const
  const places = { home, platform: 'darwin' as const, userFolder: user, env, uid: 501 }
  const service = serviceAt({ ...places, program: [...program] })
  if (service === null) throw new Error('no service')
  const orders = (): readonly string[] =>
    readFileSync(join(state, 'calls'), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('print'))
  return { service, home, state, orders, env, user, places }
}

test('an agent is written and loaded, loaded anew, and taken away, each step read back', async () => {
  const { orders, service, user } = agentOf('.qcc')
  const { file, name } = service
  expect([name, file]).toEqual(['qcc.proxy', join(user, 'Library', 'LaunchAgents', 'qcc.proxy.plist')])
  const at = 'gui/501/qcc.proxy'
  expect((await service.look(30)).file).toBe('none')
  const begun = [`enable ${at}`, `bootstrap gui/501 ${file}`]
  await service.install(30)
  expect(orders()).toEqual(begun)
  const asked = { kind: 'answered', isEnabled: true, isActive: true, hasFailed: false, pid: 4711 }
  expect(await service.look(30)).toEqual({ file: 'current', asked })
  expect((await service.look(31)).file).toBe('outdated')
  await service.install(31)
  expect(orders()).toEqual([...begun, `bootout ${at}`, ...begun])
  expect(await service.uninstall()).toBeNull()
  expect([existsSync(file), (await service.ask()) as object]).toEqual([
    false,
    { ...asked, isEnabled: false, isActive: false, pid: null },
  ])
})

test('another home has another agent, and another program is another command', async () => {
  const { env, places, service } = agentOf('other')
  expect(service.name).toMatch(/^qcc\.proxy\.[0-9a-f]{8}$/)
  await service.install(30)
  const another = serviceAt({ ...places, program: ['/opt/node', '/elsewhere/qcc.mjs'] })
  expect([another?.name, (await another?.look(30))?.file]).toEqual([service.name, 'other-command'])
  const shell = serviceAt({
    ...places,
    env: { ...env, LANG: 'C' },
    program: ['/opt/node', '/opt/a & b/qcc.mjs'],
  })
  expect((await shell?.look(30))?.file).toBe('current')
})

test('without a person at the screen it says why in the words of the system', async () => {
  const { service, state } = agentOf('.qcc')
  writeFileSync(join(state, 'nobody'), '')
  expect(await service.ask()).toEqual({ kind: 'silent', why: 'Domain does not support specified action' })
  await expect(service.install(30)).rejects.toThrow('did not start qcc.proxy: Domain does not support')
})

test('no other system has one', () => {
  const { places } = agentOf('.qcc')
  expect(serviceAt({ ...places, platform: 'win32', program: ['node', 'qcc'] })).toBeNull()
})

const python = spawnSync('python3', ['-c', 'import plistlib']).status === 0
if (!python) process.stderr.write('python3 is not installed: no agent is read as a property list\n')

test.runIf(python)('what is written is a property list that says just that', () => {
  const { home, service } = agentOf(`my "q" & <家> 'a' 100%`)
  const read = 'import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))'
  const { stderr, stdout } = spawnSync('python3', ['-c', read], { input: service.text(30), encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toMatchObject({
    Label: service.name,
    ProgramArguments: ['/opt/node', '/opt/a & b/qcc.mjs', 'proxy', 'start', '--as-daemon', '--home', home],
    ...{ RunAtLoad: true, KeepAlive: { SuccessfulExit: false }, ExitTimeOut: 45, Umask: 0o077 },
    EnvironmentVariables: { LANG: 'zh_CN.UTF-8' },
  })
})

test.runIf(spawnSync('plutil', ['-help']).status === 0)('plutil has nothing against it', () => {
  const { service, user } = agentOf('.qcc')
  const file = join(user, 'x.plist')
  writeFileSync(file, service.text(30))
  expect(spawnSync('plutil', ['-lint', file], { encoding: 'utf8' })).toMatchObject({ status: 0 })
})

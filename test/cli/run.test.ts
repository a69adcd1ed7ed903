import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRunFile } from '../../src/app/run-file.ts'
import { hashes, KEYS, leftIn, PERSON, runSetting, sent } from '../support/claude-run.ts'
import { hasProxy } from '../support/home.ts'
import { testProxy } from '../support/http-proxy.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'

describe('on the active set', () => {
  test('Claude Code gets the proxy, which is started in the background and goes on', async () => {
    const { home, one, run } = await runSetting()
    const { code, report, stderr } = await run(['--', '-p', 'say hi'], { input: 'piped in' })
    expect(code).toBe(0)
    const url = readRunFile(home)?.url ?? 'none'
    expect(stderr).toBe(
      `The proxy was started in the background (process ${String(readRunFile(home)?.pid)}) and goes on when Claude Code ends; "qcc proxy stop" stops it.\n` +
        `Claude Code runs on the active set (work) through ${url}.\n`,
    )
    expect(report.args).toEqual(['--settings', report.settingsFile, '-p', 'say hi'])
    expect([report.stdin, report.servedBy, report.modes]).toEqual(['piped in', 'work/main', [0o600, 0o700]])
    expect(report.env).toMatchObject({ ANTHROPIC_BASE_URL: url, ANTHROPIC_AUTH_TOKEN: 'proxy-managed' })
    expect(report.processEnv).toMatchObject({
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_AUTH_TOKEN: 'proxy-managed',
    })
    expect(sent(one)[0]).toMatchObject({ 'x-api-key': KEYS.KEY_one })
    expect([hasProxy(home), leftIn(home)]).toEqual([true, []])

    const again = await run(['-q'])
    expect([again.code, again.stderr, again.report.servedBy]).toEqual([0, '', 'work/main'])
  })

  test('it speaks Chinese', async () => {
    const { run } = await runSetting()
    const { stderr } = await run(['--lang', 'zh'])
    expect(stderr).toMatch(
      /^已在后台启动代理（进程 \d+）[^\n]*\nClaude Code 使用活动集（work），经由 http[^\n]*。\n$/,
    )
  })
})

test('what opens the keys of the home does not go on to it', async () => {
  const { run } = await runSetting()
  const passphrases = { QCC_PASSPHRASE: 'correct horse', QCC_NEW_PASSPHRASE: 'battery staple' }
  const { report } = await run([], { env: { ...passphrases, OF_THE_PERSON: 'stays' } })
  expect(report.processEnv).toMatchObject({ OF_THE_PERSON: 'stays' })
  expect(Object.keys(report.processEnv).filter((name) => name.includes('PASSPHRASE'))).toEqual([])
})

test('a proxy that other machines reach is given the client token of its home', async () => {
  const { home, run } = await runSetting()
  const env = { QCC_HOME: home, ...KEYS }
  await qcc(['proxy', 'token', 'create', 'laptop'], env)
  await qcc(['proxy', 'start', '-d', '--host', '0.0.0.0'], env)
  const { code, report, stderr } = await run(['spare'])
  expect([code, report.servedBy]).toEqual([0, 'spare/main'])
  const token = report.env['ANTHROPIC_AUTH_TOKEN'] ?? ''
  expect(token).toMatch(/^qcc_/)
  expect(report.args.join(' ') + stderr).not.toContain(token)
})

test('on a profile it stays there, and two at once with different profiles do not meet', async () => {
  const { home, one, run, two } = await runSetting()
  const [first, second] = await Promise.all([run(['work']), run(['spare', '--', 'exit 3'])])
  expect([first.code, second.code]).toEqual([0, 3])
  const url = readRunFile(home)?.url ?? 'none'
  expect(first.stderr).toContain(`Claude Code runs on the profile work only, through ${url}/p/work.\n`)
  expect(second.stderr).toContain(`Claude Code runs on the profile spare only, through ${url}/p/spare.\n`)
  expect([first.report.servedBy, second.report.servedBy]).toEqual(['work/main', 'spare/main'])
  expect([one.seen.length, two.seen.length]).toEqual([1, 1])
})

describe('--hold', () => {
  test('has each request held, beside the headers of their own, and no endpoint hears of it', async () => {
    const { one, run, user } = await runSetting()
    const theirs = { env: { ANTHROPIC_CUSTOM_HEADERS: 'x-team: a' } }
    mkdirSync(join(user, '.claude'))
    writeFileSync(join(user, '.claude', 'settings.json'), JSON.stringify(theirs))
    const { code, report } = await run(['work', '--hold', '5h'], {
      env: { ANTHROPIC_CUSTOM_HEADERS: 'x-team: overruled by their settings' },
    })
    expect([code, report.servedBy]).toEqual([0, 'work/main'])
    for (const env of [report.env, report.processEnv]) {
      expect(env['ANTHROPIC_CUSTOM_HEADERS']).toBe('x-team: a\nx-qcc-hold: 18000')
    }
    expect(sent(one)[0]).toMatchObject({ 'x-team': 'a' })
    expect(Object.keys(sent(one)[0] ?? {}).filter((name) => name.startsWith('x-qcc'))).toEqual([])
  })

  test('has them held until somebody serves', async () => {
    const { one, run } = await runSetting()
    one.play({ do: 'status', status: 500 }, { do: 'serve' })
    const { code, report } = await run(['--hold', '1m'])
    expect([code, report.servedBy, one.seen.length]).toEqual([0, 'work/main', 2])
  })

  test.each([['soon'], ['0'], ['0.5s'], ['25h'], ['-5'], ['5 hours']])('of %s is a mistake', async (hold) => {
    const { run } = await runSetting()
    for (const [lang, told] of [
      ['en', 'a hold is a duration from 1s to 24h'],
      ['zh', '保持时间是 1s 到 24h 的时长'],
    ] as const) {
      const { code, stderr } = await run([`--hold=${hold}`, '--lang', lang])
      expect([code, stderr.includes(told)]).toEqual([2, true])
    }
  })

  test('has no sense without the proxy', async () => {
    const { run } = await runSetting()
    const told = await Promise.all(
      ['en', 'zh'].map((lang) => run(['--direct', '--hold', '5h', '--lang', lang])),
    )
    expect(told.map(({ code }) => code)).toEqual([2, 2])
    expect(told.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('With --direct nothing stands between Claude Code and the endpoint'),
      expect.stringContaining('使用 --direct 时'),
    ])
  })
})

describe('what the person has of their own', () => {
  const theirs = { env: { ...PERSON, MINE: 'kept' }, apiKeyHelper: 'echo x', hooks: {}, permissions: {} }

  test('is not touched, and what would lead elsewhere does not count for this run', async () => {
    const { one, run, user } = await runSetting()
    mkdirSync(join(user, '.claude'))
    writeFileSync(join(user, '.claude', 'settings.json'), `${JSON.stringify(theirs)}   \n`)
    writeFileSync(join(user, '.claude.json'), '{"primaryApiKey":"made-up-log-in-0123"}')
    const before = hashes(user)
    const { code, report } = await run([], { env: PERSON })
    expect([code, report.servedBy, hashes(user)]).toEqual([0, 'work/main', before])
    expect(report.env).toMatchObject({ MINE: 'kept', ANTHROPIC_API_KEY: '', CLAUDE_CODE_USE_BEDROCK: '' })
    expect(report.settings['apiKeyHelper']).toBe('')
    expect(report.processEnv).not.toHaveProperty('ANTHROPIC_API_KEY')
    expect(sent(one)[0]).toMatchObject({ 'x-api-key': KEYS.KEY_one })
    expect(sent(one)[0]).not.toHaveProperty('authorization')
  })

  test('their own --settings go below ours, from a file or as JSON, and their file stays as it is', async () => {
    const { run } = await runSetting()
    const folder = temporaryFolder()
    const file = join(folder, 'their settings.json')
    const deny = ['Read(/secret.txt)']
    writeFileSync(file, JSON.stringify({ ...theirs, permissions: { deny }, model: 'opus' }))
    const before = hashes(folder)
    const fromFile = await run(['--', '--settings', file, '-p', 'hi'])
    const inline = await run(['--', `--settings=${JSON.stringify(theirs)}`])
    for (const { report } of [fromFile, inline]) {
      expect(report).toMatchObject({
        servedBy: 'work/main',
        env: { MINE: 'kept' },
        settings: { apiKeyHelper: '' },
      })
    }
    expect(fromFile.report.args).toEqual(['--settings', fromFile.report.settingsFile, '-p', 'hi'])
    expect(fromFile.report.settings).toMatchObject({
      ...{ model: 'opus', hooks: {}, permissions: { deny: [`Read(/${folder}/secret.txt)`] } },
    })
    expect(hashes(folder)).toEqual(before)
  })

  test.each([
    [
      'a file that is not there',
      'nowhere.json',
      'en',
      /^error: --settings names neither .*nowhere\.json\.\n$/,
    ],
    ['no object', '[1]', 'zh', /^错误：--settings 既不是 JSON 设置/],
  ])('--settings that name %s are refused before anything is started', async (_, value, lang, words) => {
    const { home, run } = await runSetting()
    const { code, stderr, stdout } = await run(['--lang', lang, '--', '--settings', value])
    expect([code, stdout, stderr, hasProxy(home)]).toEqual([2, '', expect.stringMatching(words), false])
  })

  test('a file that holds no object is refused, too', async () => {
    const { run } = await runSetting()
    const file = join(temporaryFolder(), 'list.json')
    writeFileSync(file, '[]')
    const { code, stderr } = await run(['--', '--settings', file])
    expect([code, stderr]).toEqual([2, expect.stringContaining('not an object in JSON')])
  })

  test("a company's proxy is spared what goes to this machine, wherever it is named", async () => {
    const { run, user } = await runSetting()
    const company = await testProxy()
    const proxies = { HTTP_PROXY: company.url, HTTPS_PROXY: company.url }
    mkdirSync(join(user, '.claude'))
    writeFileSync(
      join(user, '.claude', 'settings.json'),
      JSON.stringify({ env: { ...proxies, NO_PROXY: 'intern.example' } }),
    )
    const { report } = await run([], { env: { ...proxies, no_proxy: 'other.example' } })
    expect(report.env).toMatchObject({
      ...proxies,
      NO_PROXY: 'intern.example,127.0.0.1,localhost,::1',
      no_proxy: 'other.example,127.0.0.1,localhost,::1',
    })
    expect([report.servedBy, company.asked]).toEqual(['work/main', []])
  })
})

describe('--direct', () => {
  test.each([
    ['x-api-key', { 'x-api-key': KEYS.KEY_two }, ['authorization']],
    ['bearer', { authorization: `Bearer ${KEYS.KEY_two}` }, ['x-api-key']],
    ['both', { 'x-api-key': KEYS.KEY_two, authorization: `Bearer ${KEYS.KEY_two}` }, []],
  ] as const)(
    'asks the endpoint itself by %s, and shows its key to nobody',
    async (auth, headers, absent) => {
      const { home, run, two } = await runSetting({ auth })
      const { code, report, stderr } = await run(['spare', '--direct', '--', '-p'], { env: PERSON })
      expect([code, hasProxy(home), leftIn(home)]).toEqual([0, false, []])
      expect(stderr).toBe(`Claude Code talks to spare/main (${two.url}) itself: there is no failover.\n`)
      expect(report.servedBy).toBeNull()
      expect(report.modes).toEqual([0o600, 0o700])
      expect(sent(two)[0]).toMatchObject(headers)
      for (const name of absent) expect(sent(two)[0]).not.toHaveProperty(name)
      expect(report.args.join(' ') + stderr).not.toContain(KEYS.KEY_two)
    },
  )

  test('says the map of models as far as it can, and names the rest', async () => {
    const models = { 'claude-opus-5-5': 'big', odd: 'other' }
    const { one, run } = await runSetting({ models, outboundProxy: 'http://127.0.0.1:9' })
    const { report, stderr } = await run(['--direct'], { env: { ANTHROPIC_MODEL: 'claude-opus-5-5' } })
    expect(report.env['ANTHROPIC_MODEL']).toBe('big')
    expect(one.seen[0]?.body.toString()).toContain('"model":"big"')
    expect(stderr).toContain('Without the proxy these models are asked for by their own names: odd.\n')
    expect(stderr).toContain('Its HTTP proxy http://127.0.0.1:9 is used by the QCC proxy alone')
  })

  test('asks for no betas where the endpoint refuses any, and for no attribution where it wants none', async () => {
    const { run } = await runSetting({ attribution: false, deniedBetas: ['context-1m-*'] })
    const NAMES = ['CLAUDE_CODE_ATTRIBUTION_HEADER', 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS']
    const toldBy = async (...args: readonly string[]) => {
      const { report } = await run([...args, '--', '-p'])
      return NAMES.map((name) => report.env[name])
    }
    expect(await toldBy('work', '--direct')).toEqual(['0', '1'])
    expect(await toldBy('work')).toEqual(['0', undefined])
  })

  test('without a key says which one is missing, and starts nothing', async () => {
    const { run } = await runSetting({ credential: 'env:NOT_SET' })
    const { code, stderr, stdout } = await run(['--direct'])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^error: work\/main has no key: env:NOT_SET leads to none here\./)
  })
})

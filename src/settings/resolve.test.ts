import { expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../core/model.ts'
import { envOverrides } from './env-overrides.ts'
import { policyOf, resolveSettings, timersOf, viewSettings } from './resolve.ts'
import { envNameOf, settingKeys } from './schema.ts'

test('a later origin wins, and what none of them names has its default', () => {
  const settings = resolveSettings({ 'proxy.port': 1, 'body.max': 2 }, { 'proxy.port': 3 })
  expect([settings['proxy.port'], settings['body.max'], settings['attempts.max']]).toEqual([3, 2, 4])
  expect(timersOf(settings)).toEqual({ connectMs: 5_000, firstContentMs: 300_000, idleMs: 240_000 })
})

test('each value knows where it comes from', () => {
  const view = viewSettings({
    file: { 'proxy.port': 1, 'body.max': 2, 'log.files': 3 },
    env: { 'proxy.port': 4, 'body.max': 5 },
    flag: { 'proxy.port': 6 },
  })
  const keys = ['proxy.port', 'body.max', 'log.files', 'log.level'] as const
  expect(keys.map((key) => [view.settings[key], view.originOf(key)])).toEqual([
    [6, 'flag'],
    [5, 'env'],
    [3, 'file'],
    ['info', 'default'],
  ])
})

test('the policy is the settings in milliseconds, and by default that of the core', () => {
  expect(policyOf(resolveSettings())).toEqual(DEFAULT_POLICY)
  const settings = {
    'circuit.failure-threshold': 4,
    'circuit.max-open': 60,
    'attempts.per-tier': 5,
    'failover.auto': 'off',
    'recovery.auto': 'off',
    'recovery.checks': 3,
    'tier.cooldown': 40,
    'health.mode': 'free',
    'health.interval': 20,
    'health.daily-tokens': 99,
    'balancer.strategy': 'fastest',
    'health.stale': 90,
    'health.min-checks': 6,
    'health.weight-adjustment': 'off',
    affinity: 7,
    'room.wait': 0.5,
    'timeout.first-content-least': 9,
    'hold.max': 9,
    'hold.most': 3,
  }
  expect(policyOf(resolveSettings(settings))).toEqual({
    failureThreshold: 4,
    circuitMaxOpenMs: 60_000,
    attemptsPerTier: 5,
    autoFailover: false,
    autoRecovery: false,
    recoveryChecks: 3,
    tierCooldownMs: 40_000,
    checkMode: 'free',
    checkIntervalMs: 20_000,
    checkTokens: 99,
    strategy: 'fastest',
    staleMs: 90_000,
    minChecks: 6,
    adjustsWeights: false,
    affinityMs: 7_000,
    roomWaitMs: 500,
    leastFirstContentMs: 9_000,
    holdMs: 9_000,
    holdMost: 3,
  })
})

test('each setting has a variable of its own', () => {
  expect(envNameOf('gate.whole-bytes')).toBe('QCC_GATE_WHOLE_BYTES')
  expect(new Set(settingKeys.map(envNameOf)).size).toBe(settingKeys.length)
})

test('variables override, with units; empty and unknown ones say nothing', () => {
  const env = {
    QCC_PROXY_PORT: '80',
    QCC_BODY_MAX: '1MiB',
    QCC_LOG_LEVEL: '',
    QCC_HOME: '/x',
    QCC_NOTHING: 'x',
    PATH: '/',
  }
  expect(envOverrides(env)).toEqual({
    kind: 'overrides',
    overrides: { 'proxy.port': 80, 'body.max': 2 ** 20 },
  })
})

test('a variable that makes no sense is named', () => {
  expect(envOverrides({ QCC_PROXY_PORT: 'http', QCC_HOME: '/x' })).toEqual({
    kind: 'invalid',
    variable: 'QCC_PROXY_PORT',
    fault: { code: 'setting-port', values: { expected: '0 … 65535' } },
  })
})

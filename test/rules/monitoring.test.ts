// What docs/monitoring asks Prometheus for is there, and the guide names every metric.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { Counts } from '../../src/metrics/counts.ts'
import { familiesOf } from '../../src/metrics/families.ts'
import { hasPromtool, promtool } from '../support/prometheus-text.ts'
import { IDLE_PROXY } from '../support/proxy-now.ts'
import { root } from './fixture-tree.ts'

const ITEMS = { pending: 0, retrying: 0, succeeded: 0, failed: 0, expired: 0 }
const counts = new Counts()
counts.configure({ endpoints: new Set(['a/a']), profiles: new Set(['a']) })
const families = familiesOf(counts, {
  ...IDLE_PROXY,
  endpoints: [{ name: 'a/a', state: 'ok', inFlight: 0, effectiveWeight: 1, score: 90 }],
  tiers: [{ tier: 'primary', state: 'serving', isActive: true }],
  queue: { items: ITEMS, bytes: 0 },
  traces: { sent: 0, dropped: 0 },
})
const names = families.map(({ name }) => name)

const SUFFIXES = { counter: [''], gauge: [''], histogram: ['_bucket', '_sum', '_count'] }
const asked = new Set([
  'up',
  ...families.flatMap(({ name, type }) => SUFFIXES[type].map((suffix) => name + suffix)),
])
/** What is told from the beginning on under a label: an alert on the first of a kind needs the zero before it. */
const toldOf = (label: string) =>
  new Set(families.flatMap(({ samples }) => samples.map(({ labels }) => labels[label])))

const textOf = (name: string): string => readFileSync(path.join(root, name), 'utf8')

interface Rule {
  readonly alert: string
  readonly expr: string
}
interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[]
}
interface Dashboard {
  readonly annotations: { readonly list: readonly { readonly expr: string }[] }
  readonly panels: readonly {
    readonly title: string
    readonly targets: readonly { readonly expr: string }[]
  }[]
}

const alerts = (parse(textOf('docs/monitoring/alerts.yml')) as Rules).groups.flatMap(({ rules }) => rules)
const dashboard = JSON.parse(textOf('docs/monitoring/grafana.json')) as Dashboard
const panels = dashboard.panels.flatMap(({ targets, title }) =>
  targets.map(({ expr }) => [title, expr] as const),
)
const notes = dashboard.annotations.list.map(({ expr }) => ['annotation', expr] as const)

test.each([...alerts.map(({ alert, expr }) => [alert, expr] as const), ...panels, ...notes])(
  'what "%s" asks for is told',
  (_what, expr) => {
    const metrics = expr.match(/\b(?:qcc|process|nodejs)_\w+|\bup\b/g) ?? []
    expect(metrics.length).toBeGreaterThan(0)
    expect(metrics.filter((name) => !asked.has(name))).toEqual([])
    for (const [, label = '', named = ''] of expr.matchAll(
      /\b(state|outcome|ending|cause)[!=]~?"([^"]+)"/g,
    )) {
      expect(named.split('|').filter((one) => !toldOf(label).has(one))).toEqual([])
    }
  },
)

test.each(['docs/guide/monitoring.md', 'docs/guide/monitoring.zh-CN.md'])(
  '%s has every metric and alert',
  (guide) => {
    const told = [...textOf(guide).matchAll(/^\| ([^|]+) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/\w+/g) ?? [],
    )
    expect(told.filter((name) => /^(?:qcc|process|nodejs)_/.test(name)).toSorted()).toEqual(names.toSorted())
    expect(told.filter((name) => name.startsWith('Qcc'))).toEqual(alerts.map(({ alert }) => alert))
  },
)

const isHere = hasPromtool()
if (!isHere) console.log('skipped: promtool is not installed ("apt install prometheus")')

test.skipIf(!isHere)('promtool takes the alerts, and what the dashboard asks for', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'qcc-rules-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const exprs = panels.map(([, expr]) => expr.replaceAll(/\$__(?:rate_interval|range)/g, '5m'))
  const rules = exprs.map((expr, index) => ({ record: `panel:${String(index)}`, expr }))
  const file = path.join(folder, 'panels.yml')
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }))
  expect(promtool(['check', 'rules', path.join(root, 'docs/monitoring/alerts.yml'), file])).toBe('')
})

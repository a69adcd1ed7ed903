import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PlayerName } from '../../src/lab/players.ts'
import { metPlayer, type MetPlayer } from '../support/met-player.ts'

const PAGE = join(import.meta.dirname, '../../docs/health.md')

/** As the page calls them. */
const PLAYED: Readonly<Record<PlayerName, string>> = {
  good: 'good',
  slow: 'first content after 12 s',
  alternating: 'fails every other time',
  'error-in-200': '200 with an error in it',
  'empty-body': '200 with nothing in it',
  'canned-text': 'the same text to all',
  'another-model': 'answers as another model',
  'garbage-sse': 'a stream of garbage',
  'claude-code-only': 'takes Claude Code only',
  reasoning: 'thinks first',
  'at-its-limit': '429 for ten minutes',
  'dead-key': 'refuses the key',
  hangs: 'never answers',
}

const COLUMNS = ['endpoint', 'check', 'seen', 'success', 'response', 'stability', 'quality', 'score']
const HEAD = [...COLUMNS, 'share', 'now']

function row(what: string, { now, share, status }: MetPlayer): readonly string[] {
  const { condition, observations, overall, quality, response, source, stability, success } = status.score
  const parts = [success, response, stability, quality].map((part) => part?.toFixed(0) ?? '-')
  const [bench] = status.benches
  const why = bench?.reason ?? (status.state === 'ok' ? '' : status.state)
  return [
    ...[what, `\`${status.lastCheck?.verdict ?? ''}\``, `${observations} ${source ?? ''}`, ...parts],
    ...[`${overall?.toFixed(0) ?? '-'} ${condition}`, percent(share)],
    why === '' ? percent(now) : `${percent(now)} ${why}`,
  ]
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

test('the page has the verdicts, scores and shares that come out', async () => {
  const rows: (readonly string[])[] = [HEAD, HEAD.map(() => '---')]
  for (const [name, what] of Object.entries(PLAYED)) rows.push(row(what, await metPlayer(name as PlayerName)))
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  const told = readFileSync(PAGE, 'utf8').replace(
    /<!-- table -->[^]*<!-- end -->/,
    () => `<!-- table -->\n\n${table}\n\n<!-- end -->`,
  )
  await expect(told).toMatchFileSnapshot(PAGE)
}, 60_000)

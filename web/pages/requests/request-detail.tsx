import { useEffect } from 'preact/hooks'
import type { RequestAnswer } from '../../../src/admin/contract/requests.ts'
import { readRequest, readRequestText } from '../../api.ts'
import { lang, say } from '../../language.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { Fact } from '../../parts/fact.tsx'
import { failureText, isMissing, Read, useReading } from '../../parts/reading.tsx'
import { tell } from '../../parts/toast.tsx'
import { inTime } from '../../../src/views/lasted.ts'
import { whole } from '../../text/numbers.ts'
import { dayTime } from '../../text/times.ts'
import { addressOfRequest } from './filter-query.ts'
import { HeaderLines } from './header-lines.tsx'
import { ENDING_TONES } from './request-ending.tsx'
import { Timeline } from './timeline.tsx'

/** The way of one request: what was asked, who might have served it, who was asked, and how it ended. */
export function RequestDetail({ id, isFixed = false }: { readonly id: string; readonly isFixed?: boolean }) {
  const request = useReading(() => readRequest(id), id)
  const { again, failure } = request
  // A request that is still under way has no trail yet.
  const isAwaited = isMissing(failure)
  useEffect(() => {
    if (!isAwaited) return undefined
    const timer = setInterval(again, 2_000)
    return () => {
      clearInterval(timer)
    }
  }, [isAwaited, again])
  return (
    <article class="card detail" aria-label={say('title.request')}>
      <header class="row">
        <h2>
          {say('title.request')} <code>{id}</code>
        </h2>
        <span class="push row">
          <CopyButton label={say('detail.copy')} text={() => explained(id)} />
          {!isFixed && <a href={addressOfRequest(null)}>{say('dash.put-away')}</a>}
        </span>
      </header>
      <Read of={request} missing={say('detail.missing')}>
        {(trail) => (
          <>
            <Asked trail={trail} />
            <Timeline trail={trail} />
          </>
        )}
      </Read>
    </article>
  )
}

async function explained(id: string): Promise<string | null> {
  const answer = await readRequestText(id, lang.value)
  if (answer.kind === 'ok') return answer.value.text
  tell(failureText(answer), 'bad')
  return null
}

function Asked({ trail }: { readonly trail: RequestAnswer }) {
  const { agent, arrivedAt, attempts, bytes, configuration, contentAfterMs, endpoint, ending } = trail
  const { fence, method, model, path, session, status, stream, tookMs } = trail
  const values = { attempts, endpoint: endpoint ?? '', status: status ?? '–' }
  const size = bytes === 0 ? null : say('detail.bytes', { count: whole(bytes) })
  const what = [`${method} ${path}`, model, stream ? say('explain.stream') : null, size]
  return (
    <dl class="facts">
      <Fact name={say('title.result')}>
        <span class="state" data-tone={ENDING_TONES[ending]}>
          {say(endpoint === null ? `ending.${ending}` : `ending.${ending}-by`, values)}
        </span>
      </Fact>
      <Fact name={say('title.time')}>
        {contentAfterMs !== null && `${say('explain.content-after', { time: inTime(contentAfterMs) })} · `}
        {say('explain.took', { time: inTime(tookMs) })}
      </Fact>
      <Fact name={say('title.asked')}>{what.filter((part) => part !== null).join(' · ')}</Fact>
      <Fact name={say('title.when')}>{dayTime(arrivedAt)}</Fact>
      <Fact name={say('title.scope')}>
        {say(fence === null ? 'explain.root' : 'explain.fenced', { profile: fence ?? '', configuration })}
      </Fact>
      <Fact name={say('detail.headers')}>
        <Headers lines={trail.headers} />
      </Fact>
      {session !== null && (
        <Fact name={say('title.session')}>
          <code>{agent === null ? session : say('explain.agent', { session, agent })}</code>
        </Fact>
      )}
    </dl>
  )
}

/** What the client sent. Name, value, name, value. */
function Headers({ lines }: { readonly lines: RequestAnswer['headers'] }) {
  if (lines === null) return <span class="quiet">{say('detail.headers-gone')}</span>
  return (
    <details>
      <summary>{say('detail.headers-count', { count: lines.length / 2 })}</summary>
      <HeaderLines lines={lines} />
    </details>
  )
}

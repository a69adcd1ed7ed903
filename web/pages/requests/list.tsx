import type { VNode } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { RequestSummary } from '../../../src/admin/contract/requests.ts'
import { lang, say } from '../../language.ts'
import { failureText } from '../../parts/reading.tsx'
import { navigate } from '../../router.ts'
import { inTime } from '../../../src/views/lasted.ts'
import { dollars, short, whole } from '../../text/numbers.ts'
import { clockTime, dayTime } from '../../text/times.ts'
import { addressOfRequest } from './filter-query.ts'
import { failure, isAtTop, readOn, rows, showNewest, waiting } from './listed.ts'
import { windowOf } from './merged.ts'
import { EndingMark } from './request-ending.tsx'

/** As in the style sheet. */
const ROW_HEIGHT = 32
/** So near its end more is read. */
const READ_ON_ROWS = 60

/** The window moves by so many rows at once, so that most of scrolling draws nothing. */
const STEP_PX = 8 * ROW_HEIGHT

/** Thousands of rows, of which those are drawn that are near what is seen. */
export function List({ open }: { readonly open: string | null }) {
  const box = useRef<HTMLDivElement>(null)
  const { height, top } = useSeen(box)
  const found = rows.value ?? []
  const { from, to } = windowOf({ top, height: height + STEP_PX }, ROW_HEIGHT, found.length)
  const drawn = useRows(open)
  useEffect(() => {
    if (to + READ_ON_ROWS > found.length) void readOn()
  }, [to, found.length])
  return (
    <div class="listed">
      <div class="listed-titles" aria-hidden="true">
        <Titles />
      </div>
      <NewOnes
        onShow={() => {
          showNewest()
          box.current?.scrollTo({ top: 0 })
        }}
      />
      <div
        ref={box}
        class="listed-box"
        tabIndex={0}
        role="region"
        aria-label={say('list.title')}
        onKeyDown={byKey}
      >
        <div style={{ height: `${String(found.length * ROW_HEIGHT)}px` }}>
          <ul style={{ transform: `translateY(${String(from * ROW_HEIGHT)}px)` }}>
            {found.slice(from, to).map(drawn)}
          </ul>
        </div>
        <Nothing count={found.length} />
      </div>
    </div>
  )
}

/** What is seen of the list, in steps. */
function useSeen(box: { readonly current: HTMLDivElement | null }) {
  const [seen, setSeen] = useState({ top: 0, height: 800 })
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const look = () => {
      const { clientHeight: height, scrollTop } = element
      const top = Math.floor(scrollTop / STEP_PX) * STEP_PX
      isAtTop.value = scrollTop < ROW_HEIGHT
      setSeen((last) => (last.top === top && last.height === height ? last : { top, height }))
    }
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
      isAtTop.value = true
    }
  }, [box])
  return seen
}

/** Draws each row once: what has been is never different. */
function useRows(open: string | null): (row: RequestSummary) => VNode {
  const speaks = lang.value
  const cache = useMemo(() => new WeakMap<RequestSummary, VNode>(), [open, speaks])
  return (row) => {
    const known = cache.get(row) ?? <Row key={row.request} row={row} isOpen={row.request === open} />
    cache.set(row, known)
    return known
  }
}

function Titles() {
  return (
    <>
      <span>{say('list.when')}</span>
      <span>{say('list.ending')}</span>
      <span class="listed-more">{say('title.model')}</span>
      <span>{say('list.endpoint')}</span>
      <span class="number listed-more">{say('list.attempts')}</span>
      <span class="number listed-more">{say('title.first-token')}</span>
      <span class="number">{say('list.took')}</span>
      <span class="number listed-more">{say('list.tokens')}</span>
      <span class="number listed-more">{say('list.cost')}</span>
    </>
  )
}

function NewOnes({ onShow }: { readonly onShow: () => void }) {
  const { value } = waiting
  if (value.kind === 'none') return null
  const count = value.kind === 'some' ? value.grown.length - (rows.value?.length ?? 0) : null
  return (
    <button type="button" class="new-ones" onClick={onShow}>
      {count === null ? say('list.many-new') : say('list.new', { count })}
    </button>
  )
}

function Nothing({ count }: { readonly count: number }) {
  if (failure.value !== null) return <p class="listed-note">{failureText(failure.value)}</p>
  if (rows.value === null || count > 0) return null
  return <p class="listed-note">{say('list.none')}</p>
}

function Row({ isOpen, row }: { readonly row: RequestSummary; readonly isOpen: boolean }) {
  const { arrivedAt, attempts, contentAfterMs, cost, endpoint, model, request, tokens, tookMs } = row
  const used = tokens === null ? null : tokens.input + tokens.cacheRead + tokens.cacheWrite + tokens.output
  return (
    <li class="listed-row" data-open={isOpen}>
      <a
        href={addressOfRequest(request)}
        aria-current={isOpen ? 'true' : undefined}
        title={dayTime(arrivedAt)}
      >
        {clockTime(arrivedAt)}
      </a>
      <EndingMark row={row} />
      <span class="listed-more">{model ?? row.path}</span>
      <span>{endpoint ?? '–'}</span>
      <span class="number listed-more" data-many={attempts > 1}>
        {whole(attempts)}
      </span>
      <span class="number listed-more">{contentAfterMs === null ? '–' : inTime(contentAfterMs)}</span>
      <span class="number">{inTime(tookMs)}</span>
      <span class="number listed-more">{used === null ? '–' : short(used)}</span>
      <span class="number listed-more">{cost?.kind === 'known' ? dollars(cost.microDollars) : '–'}</span>
    </li>
  )
}

/** Arrows go from one request to the next, as in any list. */
function byKey(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const link = event.target instanceof HTMLAnchorElement ? event.target : null
  if (step === 0 || link === null) return
  const links = [...(link.closest('ul')?.querySelectorAll('a') ?? [])]
  const next = links[links.indexOf(link) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  if (link.getAttribute('aria-current') === 'true') navigate(next.pathname + next.search, { replace: true })
}

import { useEffect } from 'preact/hooks'
import { say } from '../language.ts'
import { onEvent, onReset } from '../live.ts'
import { place } from '../router.ts'
import { Filters } from './requests/filters.tsx'
import { List } from './requests/list.tsx'
import { catchUpSoon, startOver } from './requests/listed.ts'
import { RequestDetail } from './requests/request-detail.tsx'
import { filtersIn } from './requests/filter-query.ts'
import '../styles/requests.css'

/** What was asked lately, live; beside it the way of one of them. */
export function Requests() {
  const { about, query } = place.value
  const filters = filtersIn(query)
  const key = JSON.stringify(filters)
  useEffect(() => {
    startOver(filters)
    const ends = [
      onEvent(({ event }) => {
        if (event === 'answer') catchUpSoon()
      }),
      onReset(() => {
        startOver(filters)
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [key])
  return (
    <div class="requests" data-open={about !== null}>
      <section class="requests-list" aria-label={say('page.requests')}>
        <h1 tabIndex={-1}>{say('page.requests')}</h1>
        <Filters filters={filters} />
        <List open={about} />
      </section>
      {about !== null && <RequestDetail key={about} id={about} />}
    </div>
  )
}

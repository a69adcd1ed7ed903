/** The frame of all pages. */
import type { ComponentType } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { access } from './api.ts'
import { loadMoreTexts, say } from './language.ts'
import { Overview } from './pages/overview.tsx'
import { Banner } from './parts/banner.tsx'
import { Late } from './parts/late.tsx'
import { LoggedOut } from './parts/logged-out.tsx'
import { Navigation } from './parts/navigation.tsx'
import { Toasts } from './parts/toast.tsx'
import { addressOf, place, type PageName } from './router.ts'

type Load = () => Promise<ComponentType>

/** With what the page says. */
const page =
  (load: Load): Load =>
  async () =>
    (await Promise.all([load(), loadMoreTexts()]))[0]

/** Pages that are loaded when they are opened. */
const pages: Partial<Record<PageName, Load>> = {
  endpoints: page(async () => (await import('./pages/endpoint.tsx')).Endpoint),
  configuration: page(async () => (await import('./pages/configuration.tsx')).Configuration),
  health: page(async () => (await import('./pages/health.tsx')).Health),
  history: page(async () => (await import('./pages/history.tsx')).History),
  queue: page(async () => (await import('./pages/queue.tsx')).Queue),
  requests: page(async () => (await import('./pages/requests.tsx')).Requests),
  try: page(async () => (await import('./pages/try.tsx')).Try),
}

export function App() {
  return (
    <>
      <a class="skip-link" href="#main">
        {say('dash.skip')}
      </a>
      <Navigation />
      <div class="body">
        <Banner />
        <main id="main" tabIndex={-1}>
          {access.value === 'logged-out' ? <LoggedOut /> : <Current />}
        </main>
      </div>
      <Toasts />
    </>
  )
}

function Current() {
  const { page } = place.value
  const shown = useRef(page)
  const title = page === null ? say('dash.not-found') : say(`page.${page}`)
  useEffect(() => {
    document.title = `${title} · QCC`
    if (shown.current === page) return
    shown.current = page
    // Whoever cannot see the page hears where a link has led.
    document.querySelector<HTMLElement>('main h1')?.focus()
  }, [page, title])
  if (page === 'overview') return <Overview />
  const load = page === null ? undefined : pages[page]
  if (load === undefined) return <NotFound />
  return <Late key={page} load={load} />
}

function NotFound() {
  return (
    <section class="note">
      <h1 tabIndex={-1}>{say('dash.not-found')}</h1>
      <p>
        <a href={addressOf('overview')}>{say('page.overview')}</a>
      </p>
    </section>
  )
}

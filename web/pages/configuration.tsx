import { DraftBar } from '../draft/review.tsx'
import { fault, stored } from '../draft/draft.ts'
import { say } from '../language.ts'
import { addressOf, place } from '../router.ts'
import { Arrangement } from './configuration/arrangement.tsx'
import { Settings } from './configuration/settings.tsx'
import { Versions } from './configuration/versions.tsx'
import '../styles/configuration.css'

const VIEWS = ['profiles', 'settings', 'versions'] as const

/** What QCC is to do: profiles and tiers, settings, and every version that there was. */
export function Configuration() {
  const view = VIEWS.find((one) => one === place.value.about) ?? 'profiles'
  return (
    <>
      <header class="row">
        <h1 tabIndex={-1}>{say('page.configuration')}</h1>
        {stored.value !== null && (
          <span class="quiet">{say('versions.number', { number: stored.value.number })}</span>
        )}
        <nav class="views push" aria-label={say('config.views')}>
          {VIEWS.map((one) => (
            <a
              key={one}
              href={addressOf('configuration', one === 'profiles' ? null : one)}
              aria-current={one === view ? 'true' : undefined}
            >
              {say(`config.${one}`)}
            </a>
          ))}
        </nav>
      </header>
      {view === 'versions' && <Versions />}
      {view !== 'versions' && <Draft view={view} />}
      <DraftBar />
    </>
  )
}

function Draft({ view }: { readonly view: 'profiles' | 'settings' }) {
  if (stored.value === null) {
    return fault.value === null ? (
      <div class="waiting" aria-busy="true" />
    ) : (
      <p class="note" role="alert">
        {fault.value}
      </p>
    )
  }
  return view === 'profiles' ? <Arrangement /> : <Settings />
}

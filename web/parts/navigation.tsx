import { useEffect, useRef } from 'preact/hooks'
import { mayWrite } from '../api.ts'
import { chooseLanguage, lang, say } from '../language.ts'
import { addressOf, place, type PageName } from '../router.ts'
import { connection, hasDraft, status } from '../state.ts'
import { theme, THEMES } from '../theme.ts'

const ENTRIES = ['overview', 'requests', 'history', 'queue', 'health', 'configuration', 'try'] as const

/** Where one can go, and how the page looks. */
export function Navigation() {
  return (
    <header class="side">
      <a class="brand" href={addressOf('overview')}>
        QCC
      </a>
      <nav aria-label={say('dash.pages')}>
        <ul>
          {ENTRIES.map((page) => (
            <li key={page}>
              <Entry page={page} />
            </li>
          ))}
        </ul>
      </nav>
      <div class="side-foot">
        <Linked />
        <ThemeChoice />
        <LanguageChoice />
      </div>
    </header>
  )
}

function Entry({ page }: { readonly page: PageName }) {
  const current = place.value.page
  const isCurrent = current === page || (current === 'endpoints' && page === 'overview')
  const waiting = page === 'queue' ? (status.value?.queue.waiting ?? 0) : 0
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (isCurrent && link.current !== null) bringIntoSight(link.current)
  }, [isCurrent])
  return (
    <a ref={link} href={addressOf(page)} aria-current={isCurrent ? 'page' : undefined}>
      {say(`page.${page}`)}
      {page === 'configuration' && hasDraft.value && (
        <span class="count" title={say('dash.not-saved')}>
          <span aria-hidden="true">•</span>
          <span class="out-of-sight">{say('dash.not-saved')}</span>
        </span>
      )}
      {waiting > 0 && <span class="count">{waiting}</span>}
    </a>
  )
}

/** On a narrow screen the row of pages is longer than the screen is wide. */
function bringIntoSight(link: HTMLElement): void {
  const row = link.closest('nav')
  if (row === null) return
  const [inner, outer] = [link.getBoundingClientRect(), row.getBoundingClientRect()]
  row.scrollLeft += Math.max(0, inner.right - outer.right) + Math.min(0, inner.left - outer.left)
}

/** Whether the page follows the proxy, in a word. */
function Linked() {
  const { kind } = connection.value
  const version = status.value?.version ?? ''
  return (
    <p class="linked" data-kind={kind}>
      <span>{say(`dash.link-${kind}`)}</span>
      <span class="quiet">
        {version} {kind === 'live' && !mayWrite.value ? say('dash.read-only') : ''}
      </span>
    </p>
  )
}

function ThemeChoice() {
  return (
    <label class="small-choice">
      <span class="out-of-sight">{say('dash.theme')}</span>
      <select
        value={theme.value}
        onChange={({ currentTarget }) => {
          theme.value = THEMES.find((one) => one === currentTarget.value) ?? 'system'
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {say(`dash.theme-${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}

function LanguageChoice() {
  const other = lang.value === 'en' ? 'zh' : 'en'
  return (
    <button
      type="button"
      class="plain"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => void chooseLanguage(other)}
    >
      {other === 'zh' ? '中文' : 'English'}
    </button>
  )
}

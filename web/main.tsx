/** Begins the dashboard: language first, so that nothing is drawn twice. */
import { render } from 'preact'
import { App } from './app.tsx'
import { loadLanguage, preferredLanguage } from './language.ts'
import { connect } from './live.ts'
import { followLinks } from './router.ts'
import { applyTheme } from './theme.ts'
import './styles/tokens.css'
import './styles/page.css'
import './styles/parts.css'
import './styles/overview.css'

const app = document.getElementById('app')
applyTheme()
followLinks()
connect()
await loadLanguage(preferredLanguage())
if (app !== null) render(<App />, app)

import { say } from '../../language.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { status } from '../../state.ts'

/** The lines by which a client comes here. */
export function PointHere() {
  const { value } = status
  if (value === null) return null
  const token = value.beyondMachine ? '…' : 'proxy-managed'
  const lines = `export ANTHROPIC_BASE_URL=${value.url}\nexport ANTHROPIC_AUTH_TOKEN=${token}`
  return (
    <section class="card stack" aria-label={say('point.title')}>
      <h2>{say('point.title')}</h2>
      <p>{say('point.run')}</p>
      <Lines text="qcc run" />
      <p>{say('point.use')}</p>
      <Lines text="qcc use" />
      <p>{say('point.variables')}</p>
      <Lines text={lines} />
      {value.beyondMachine && <p class="quiet">{say('point.token')}</p>}
      <p class="quiet">{say('point.profile', { url: `${value.url}/p/NAME` })}</p>
    </section>
  )
}

function Lines({ text }: { readonly text: string }) {
  return (
    <div class="lines">
      <pre tabIndex={0}>{text}</pre>
      <CopyButton label={say('point.copy')} text={async () => text} />
    </div>
  )
}

import { access } from '../api.ts'
import { say } from '../language.ts'
import { connection, status } from '../state.ts'
import { clockTime } from '../text/times.ts'

/** Whether what is shown still holds; its place is always there, so that nothing jumps. */
export function Banner() {
  const text = bannerText()
  return (
    <div class="banner" role="status" data-shown={text !== null}>
      {text}
    </div>
  )
}

function bannerText(): string | null {
  const { value } = connection
  if (access.value === 'logged-out') return null
  if (value.kind === 'stale') return say('dash.stale', { time: clockTime(value.since) })
  if (value.kind === 'connecting' || status.value === null) return null
  const { configuration, configurationFault, networkDownSince, stopping } = status.value
  if (stopping) return say('dash.stopping')
  if (networkDownSince !== null) return say('dash.network-down', { time: clockTime(networkDownSince) })
  if (configurationFault === null) return null
  return say('dash.configuration-refused', { version: configuration, why: configurationFault })
}

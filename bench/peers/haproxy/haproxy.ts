import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender } from '../../contender.ts'
import { launch } from '../../processes.ts'
import { filledIn, hostOf } from '../filled-in.ts'

/** Debian's package. `retry-on` knows no 529. */
export const haproxy: Contender = {
  name: 'haproxy',
  about:
    '[HAProxy](https://docs.haproxy.org/2.6/configuration.html), as Debian ships it (`apt-get install haproxy`)',
  failsOver: true,
  isYardstick: false,
  start: async ({ endpoints, home, port }) => {
    const servers = endpoints.map((endpoint, at) => `server e${at} ${hostOf(endpoint)}`).join('\n  ')
    const file = join(home, 'haproxy.cfg')
    const values = { port: String(port), servers }
    writeFileSync(file, filledIn(new URL('haproxy.cfg', import.meta.url), values))
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
    return { pid: await launch({ command: 'haproxy', args: ['-db', '-f', file], home, port, env }) }
  },
}

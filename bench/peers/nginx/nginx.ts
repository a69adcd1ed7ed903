import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Contender } from '../../contender.ts'
import { launch } from '../../processes.ts'
import { filledIn, hostOf } from '../filled-in.ts'

/** Debian's package. Asked again at the second endpoint: see `proxy_next_upstream`, which knows no 529. */
export const nginx: Contender = {
  name: 'nginx',
  about: '[nginx](https://nginx.org/en/docs/), as Debian ships it (`apt-get install nginx-light`)',
  failsOver: true,
  isYardstick: false,
  start: async ({ endpoints, home, port }) => {
    const servers = endpoints
      .map((endpoint, at) => `server ${hostOf(endpoint)} max_fails=0${at > 0 ? ' backup' : ''};`)
      .join(' ')
    const file = join(home, 'nginx.conf')
    const values = { home, port: String(port), servers, user: userInfo().username }
    writeFileSync(file, filledIn(new URL('nginx.conf', import.meta.url), values))
    const args = ['-p', home, '-c', file, '-e', 'stderr']
    return { pid: await launch({ command: 'nginx', args, home, port, env: SYSTEM_PATH }) }
  },
}

/** Where Debian puts servers, which users need not have in theirs. */
const SYSTEM_PATH = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }

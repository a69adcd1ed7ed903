import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { configureHome, killProxyOf, workDocument } from './home.ts'
import { qcc, temporaryFolder, type Finished } from './qcc.ts'

/** A person whose systemd is a stand-in, with one endpoint whose key is a variable. */
export interface ServiceSetting {
  readonly user: string
  readonly home: string
  readonly file: string
  readonly say: (...args: readonly string[]) => Promise<Finished>
  readonly sayWith: (env: Readonly<Record<string, string>>, ...args: readonly string[]) => Promise<Finished>
  /** What systemctl was asked for so far, besides questions. */
  readonly orders: () => readonly string[]
}

/** `name` is that of the home's folder; a home that is not `.qcc` has a unit of its own. */
export async function serviceSetting(name = '.qcc', unit = 'qcc.service'): Promise<ServiceSetting> {
  const user = temporaryFolder()
  const home = join(user, name)
  await configureHome(home, workDocument([{ name: 'one', url: 'http://127.0.0.1:9' }]))
  onTestFinished(() => {
    killProxyOf(home)
  })
  const bin = fakeSystemctl(join(user, 'bin'))
  const calls = join(user, 'systemd', 'calls')
  const env = {
    ...{ HOME: user, QCC_HOME: home, FAKE_SYSTEMD: join(user, 'systemd') },
    PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
  }
  return {
    ...{ user, home, file: join(user, '.config', 'systemd', 'user', unit) },
    say: (...args) => qcc(args, env),
    sayWith: (more, ...args) => qcc(args, { ...env, ...more }),
    orders: () =>
      existsSync(calls)
        ? readFileSync(calls, 'utf8')
            .trim()
            .split('\n')
            .filter((line) => !line.startsWith('show'))
        : [],
  }
}

/** Stands in for `systemctl --user`: records what it is asked for, and does it. */
const SYSTEMCTL = `shift
verb=$1
for name; do :; done
units="\${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user"
wants="$units/default.target.wants"
state="$FAKE_SYSTEMD/$name.state"
mkdir -p "$FAKE_SYSTEMD"
runs() { [ -f "$state" ] && ! grep -q ' ' "$state"; }
stop() { if runs; then kill "$(cat "$state")"; while runs; do sleep 0.02; done; fi; }
[ "$verb" = show ] || echo "$*" >> "$FAKE_SYSTEMD/calls"
case $verb in
show)
  if runs; then echo ActiveState=active; echo "MainPID=$(cat "$state")"
  elif [ ! -f "$state" ] || grep -q ' 0$' "$state"; then echo ActiveState=inactive
  else echo ActiveState=failed; fi
  [ ! -L "$wants/$name" ] || echo UnitFileState=enabled ;;
restart)
  stop; rm -f "$state"
  '@NODE@' '@SYSTEMD@' "$units/$name" "$state" > /dev/null 2>&1 < /dev/null &
  while [ ! -f "$state" ]; do sleep 0.02; done ;;
enable)
  [ -f "$units/$name" ] || { echo "Unit file $name does not exist." >&2; exit 1; }
  mkdir -p "$wants"; ln -sf "$units/$name" "$wants/$name" ;;
disable) stop; rm -f "$wants/$name" ;;
reset-failed) runs || rm -f "$state" ;;
esac
`

/** A folder for the path, in which that is. */
function fakeSystemctl(bin: string): string {
  const systemd = fileURLToPath(new URL('fake-systemd.ts', import.meta.url))
  const script = SYSTEMCTL.replace('@NODE@', process.execPath).replace('@SYSTEMD@', systemd)
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\n${script}`)
  chmodSync(join(bin, 'systemctl'), 0o755)
  return bin
}

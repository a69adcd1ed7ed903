import type { ServiceWish } from './service-wish.ts'

/** Exit codes after which another start would end the same way: usage, and a home or port that somebody else has. */
const HOPELESS = '2 5'

/**
 * The text of a user unit. `exec` tells a program that could not be started;
 * systemd before 240 takes it for its default. Source: systemd.service(5), systemd.unit(5).
 */
export function systemdUnit({ command, stopS, variables }: ServiceWish): string {
  const [program, ...rest] = command
  const words = [quoted(program), ...rest.map((word) => quoted(word).replaceAll('$', '$$$$'))]
  return `# Written by "qcc proxy service install", which writes it anew; "qcc proxy service uninstall" removes it.
[Unit]
Description=QCC, the local proxy for Claude Code
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=exec
${COMMAND}${words.join(' ')}
${Object.entries(variables)
  .map(([name, value]) => `${VARIABLE}${quoted(`${name}=${value}`)}\n`)
  .join('')}UMask=0077
Restart=on-failure
RestartSec=2
RestartPreventExitStatus=${HOPELESS}
KillMode=mixed
TimeoutStopSec=${String(stopS)}

[Install]
WantedBy=default.target
`
}

const COMMAND = 'ExecStart='
const VARIABLE = 'Environment='

/**
 * A word between double quotes, with escapes as in C and with `%` doubled,
 * which would begin a specifier. `$` is left alone: only arguments are searched
 * for variables. Source: systemd.syntax(7), systemd.service(5), "Command lines".
 */
function quoted(word: string): string {
  const escaped = word
    .replace(/["\\]/g, String.raw`\$&`)
    // One would end the line, or be no text. Those beyond ASCII are text to systemd.
    .replace(/\p{Cc}/gu, (one) => {
      const code = one.charCodeAt(0)
      return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : one
    })
  return `"${escaped.replaceAll('%', '%%')}"`
}

/** The line of a unit that says what is run; empty where there is none. */
export const commandOfUnit = (unit: string): string =>
  unit.split('\n').find((line) => line.startsWith(COMMAND)) ?? ''

/** The unit without what differs from one shell to the next. */
export const unitBesidesVariables = (unit: string): string =>
  unit
    .split('\n')
    .filter((line) => !line.startsWith(VARIABLE))
    .join('\n')

import type { ServiceWish } from './service-wish.ts'

/** Between two starts of one that fails, in seconds. launchd knows no exit code after which it should not try again. */
const START_AGAIN_S = 30

/** The text of a launchd agent. Source: launchd.plist(5). */
export function launchAgent(label: string, { command, stopS, variables }: ServiceWish): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by "qcc proxy service install", which writes it anew; "qcc proxy service uninstall" removes it. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${escaped(label)}</string>
  ${COMMAND}
  <array>
${command.map((word) => `    <string>${escaped(word)}</string>\n`).join('')}  </array>
  ${VARIABLES}
  <dict>
${Object.entries(variables)
  .map(([name, value]) => `    <key>${escaped(name)}</key>\n    <string>${escaped(value)}</string>\n`)
  .join('')}  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>${String(START_AGAIN_S)}</integer>
  <key>ExitTimeOut</key>
  <integer>${String(stopS)}</integer>
  <key>Umask</key>
  <integer>63</integer>
</dict>
</plist>
`
}

const COMMAND = '<key>ProgramArguments</key>'
const VARIABLES = '<key>EnvironmentVariables</key>'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }

const escaped = (text: string): string => text.replace(/[&<>\r]/g, (one) => ESCAPES[one] ?? one)

/** The part of an agent that says what is run; empty where there is none. */
export function commandOfAgent(agent: string): string {
  const [, after = ''] = agent.split(COMMAND)
  return after.split('</array>')[0] ?? ''
}

/** The agent without what differs from one shell to the next. */
export function agentBesidesVariables(agent: string): string {
  const [before = '', after = ''] = agent.split(VARIABLES)
  return before + after.slice(after.indexOf('</dict>'))
}

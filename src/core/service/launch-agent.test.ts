import { expect, test } from 'vitest'
import { agentBesidesVariables, commandOfAgent, launchAgent } from './launch-agent.ts'

const wish = {
  command: ['/opt/node', '/a & b/<qcc>.mjs', '家'] as [string, ...string[]],
  variables: { PATH: '/usr/bin:/x&y' },
  stopS: 45,
}

test('the agent says what is run, with what XML means by itself escaped', () => {
  const agent = launchAgent('qcc.proxy', wish)
  expect(commandOfAgent(agent).match(/<string>.*<\/string>/g)).toEqual([
    '<string>/opt/node</string>',
    '<string>/a &amp; b/&lt;qcc&gt;.mjs</string>',
    '<string>家</string>',
  ])
  expect(agent).toContain('<key>Label</key>\n  <string>qcc.proxy</string>')
  expect(agent).toContain('<key>PATH</key>\n    <string>/usr/bin:/x&amp;y</string>')
  expect(agent).toContain('<key>SuccessfulExit</key>\n    <false/>')
  expect(agent).toContain('<key>ExitTimeOut</key>\n  <integer>45</integer>')
})

test('two shells differ in variables only', () => {
  const [one, other] = [wish, { ...wish, variables: {} }].map((each) => launchAgent('x', each))
  expect(agentBesidesVariables(one ?? '')).toBe(agentBesidesVariables(other ?? ''))
  const longer = launchAgent('x', { ...wish, stopS: 9 })
  expect(agentBesidesVariables(longer)).not.toBe(agentBesidesVariables(one ?? ''))
  expect(commandOfAgent('<plist/>')).toBe('')
})

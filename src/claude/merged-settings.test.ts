import { expect, test } from 'vitest'
import { mergedSettings } from './merged-settings.ts'

const OURS = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860', ANTHROPIC_API_KEY: '' }

test('without settings of the person there are ours, which keep their helper from running', () => {
  expect(mergedSettings(null, OURS)).toEqual({ apiKeyHelper: '', env: OURS })
})

test('what the person gave stays, but for the keys that are ours', () => {
  const settings = {
    ...{ model: 'opus', hooks: { Stop: [] }, apiKeyHelper: 'their helper' },
    env: { ANTHROPIC_BASE_URL: 'https://elsewhere.example', THEIRS: '1' },
  }
  expect(mergedSettings({ settings, folder: '/work' }, OURS)).toEqual({
    ...{ model: 'opus', hooks: { Stop: [] }, apiKeyHelper: '' },
    env: { ...OURS, THEIRS: '1' },
  })
})

test.each([
  ['Read(/secret.txt)', 'Read(//home/me/project/secret.txt)'],
  ['Edit(/src/**)', 'Edit(//home/me/project/src/**)'],
  ['Read(//etc/passwd)', 'Read(//etc/passwd)'],
  ['Read(~/.ssh/**)', 'Read(~/.ssh/**)'],
  ['Read(./here)', 'Read(./here)'],
  ['Bash(/usr/bin/true:*)', 'Bash(/usr/bin/true:*)'],
  ['WebFetch', 'WebFetch'],
])('the rule %s means the same from another folder: %s', (rule, anchored) => {
  const settings = { permissions: { deny: [rule, 7], defaultMode: 'plan' } }
  expect(mergedSettings({ settings, folder: '/home/me/project' }, OURS)['permissions']).toEqual({
    ...{ deny: [anchored, 7], defaultMode: 'plan' },
  })
  expect(mergedSettings({ settings, folder: null }, OURS)['permissions']).toEqual(settings.permissions)
})

test('a folder of Windows is named as the rules name it', () => {
  const settings = { permissions: { deny: ['Read(/secret.txt)'] } }
  expect(mergedSettings({ settings, folder: 'C:\\me\\project' }, OURS)['permissions']).toEqual({
    deny: ['Read(//c/me/project/secret.txt)'],
  })
})

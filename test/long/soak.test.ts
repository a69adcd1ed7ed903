import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../soak/run.ts', import.meta.url))

test('three minutes of mixed traffic and trouble leave no request unaccounted for, and nothing behind', async () => {
  const child = spawn(process.execPath, [SCRIPT, '--minutes', '3'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  expect(await once(child, 'exit')).toEqual([0, null])
})

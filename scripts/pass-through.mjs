// Runs one program in the foreground as if it had been started itself: same terminal, same signals, same exit.
import { spawn } from 'node:child_process'
import { childEnvironment, nodeBinary, root } from './prepare-workspace.mjs'

/** @param {string[]} args */
export function passThrough(args) {
  const child = spawn(nodeBinary(), args, { cwd: root, env: childEnvironment(), stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // Ctrl-C on a terminal reaches the child by itself; a second one would tell it to stop waiting.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

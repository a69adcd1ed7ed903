// Runs one program in the foreground as if it had been started itself: same folder, same terminal, same signals, same exit.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { childEnvironment, nodeBinary, root } from './prepare-workspace.mjs'

/** @param {string} script from the root @param {string[]} args */
export function passThrough(script, args) {
  const child = spawn(nodeBinary(), [path.join(root, script), ...args], {
    // npm changes to the root; paths on the command line mean the folder that it was called in.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env: childEnvironment(),
    stdio: 'inherit',
  })
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

/**
 * The program's door. It imports nothing statically, so that a Node which is
 * too old for the rest still gets as far as the sentence that says so.
 */
const NEEDED = [22, 19] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  const needed = NEEDED.join('.')
  process.stderr.write(
    `QCC needs Node ${needed} or newer; this is Node ${process.versions.node}. Install a newer one from https://nodejs.org.\n` +
      `QCC 需要 Node ${needed} 或更新的版本；当前是 Node ${process.versions.node}。请从 https://nodejs.org 安装新版本。\n`,
  )
  process.exitCode = 1
} else {
  import('./start.ts').then(
    ({ start }) => start(process.argv.slice(2)),
    (error: unknown) => {
      process.exitCode = 1
      process.stderr.write(`QCC cannot start: ${String(error)}\n`)
    },
  )
}

// The real Claude Code for `npm run test:claude`: one version, the one whose behaviour was measured.
import { spawnSync } from 'node:child_process'
import { cachedPackage, finished } from './cached-package.mjs'

const version = '2.1.330'
/** The npm packages of the platforms, as the registry signed for them. @type {Record<string, string | undefined>} */
const sums = {
  'linux-x64':
    'sha512-9Gn+V7DtJ8M1nztP9CeDVl9g3RtrepI7rOFTyPRRnZe8D6zebIHKmC7OvBauucuAP0X0k85SDN/LPVZyjsGezQ==',
  'linux-arm64':
    'sha512-V4yanAY5EA5UpwwRPtjSfqDbNqAlUJeVn3NYZw2AgmRHjdpSsLtHAzbxRXfkAnbjwTXzE0uedjQxUY02ARPcsA==',
  'darwin-x64':
    'sha512-XenTNj2zXaFrnLmf47n25vChfFhlfeyaAR/vW5SFsEnLGwd2U1vDUY97+5etHBZu3xWBnlK8HhBVxzRi9YTUDw==',
  'darwin-arm64':
    'sha512-rgzAjrRJJsIdZXGF9CCFFbURxKuJNobRr+krV3dNmqNJWIws74rLD0CABe4+nXlx/9WwRECTrveprWB96mubqw==',
}

/** Installs it unless it is there. Why it cannot be had is an answer, not an error. @returns {{ binary: string } | { missing: string }} */
export function installClaudeCode() {
  const platform = `${process.platform}-${process.arch}`
  const sum = sums[platform]
  if (sum === undefined) return { missing: `Claude Code ${version} is not known here for ${platform}` }
  const wanted = { name: `@anthropic-ai/claude-code-${platform}`, version, sum, file: 'claude' }
  try {
    return { binary: cachedPackage(`claude-code-${version}`, wanted, works) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { missing: `Claude Code ${version} could not be installed: ${why}` }
  }
}

/** @param {string} binary @param {string} home */
function works(binary, home) {
  const env = { PATH: process.env['PATH'], HOME: home, DISABLE_AUTOUPDATER: '1', DISABLE_TELEMETRY: '1' }
  const said = finished('it', spawnSync(binary, ['--version'], { encoding: 'utf8', env }))
  if (!said.startsWith(`${version} `)) throw new Error(`it calls itself ${said.trim()}`)
}

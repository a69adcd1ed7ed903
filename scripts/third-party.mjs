// The licences of what was bundled: they ask to travel with every copy.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** @param {string[]} moduleIds files that went into the bundle @returns {string} */
export function thirdPartyLicences(moduleIds) {
  const folders = new Set(
    moduleIds.flatMap((id) => /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1] ?? []),
  )
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      const text = file === undefined ? '' : `\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`
      return `${name} ${version} (${license})\n${text}`
    })
    .join('\n\n')
}

import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

test.each(['en', 'zh'])('no text of %s takes the place of another', async (lang) => {
  const folder = new URL(`${lang}/`, import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  const keys: string[] = []
  for (const file of files) {
    const exported = Object.values((await import(new URL(file, folder).href)) as Record<string, object>)
    keys.push(...exported.flatMap((texts) => Object.keys(texts)))
  }
  expect(keys.length).toBeGreaterThan(1_000)
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

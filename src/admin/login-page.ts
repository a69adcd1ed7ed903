import { loginPageEn } from '../i18n/en/login-page.ts'
import { loginPageZh } from '../i18n/zh/login-page.ts'

/** What a browser shows whose link opens nothing, in the language that it prefers. */
export function loginPage(acceptLanguage: string | undefined): Buffer {
  const isChinese = /^\s*zh\b/i.test(acceptLanguage ?? '')
  const { lang, next, title, why } = isChinese ? loginPageZh : loginPageEn
  return Buffer.from(`<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>QCC</title>
<h1>${title}</h1>
<p>${why}</p>
<p>${next}</p>
<pre>qcc dashboard</pre>
</html>
`)
}

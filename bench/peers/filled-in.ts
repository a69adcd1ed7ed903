import { readFileSync } from 'node:fs'

/** A configuration with each `@name@` in it replaced. */
export function filledIn(file: URL, values: Readonly<Record<string, string>>): string {
  return readFileSync(file, 'utf8').replace(/@([a-z]+)@/g, (whole, name: string) => values[name] ?? whole)
}

/** `127.0.0.1:8080` of `http://127.0.0.1:8080`. */
export const hostOf = (origin: string): string => new URL(origin).host

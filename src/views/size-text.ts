/** A size in bytes as precise as a person needs it: `512 B`, `97 kB`, `1.2 MB`; powers of 1,000. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${String(bytes)} B`
  if (bytes < 999_500) return `${String(Math.round(bytes / 1_000))} kB`
  return bytes < 999_950_000
    ? `${String(Math.round(bytes / 1e5) / 10)} MB`
    : `${String(Math.round(bytes / 1e8) / 10)} GB`
}

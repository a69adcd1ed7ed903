/**
 * Whether a path leads through a folder of one version, or of a cache: an
 * update leaves nothing at such a place, as nvm, fnm, Volta, asdf, mise,
 * Homebrew's Cellar, pnpm and npx do.
 */
export const isPassing = (path: string): boolean =>
  path.split(/[/\\]/).some((folder) => folder === '_npx' || /(^|@)v?\d+\.\d+\.\d+/.test(folder))

declare const __QCC_VERSION__: string | undefined

/** Of the package; `dev` where the source runs unbundled. */
export const VERSION = typeof __QCC_VERSION__ === 'undefined' ? 'dev' : __QCC_VERSION__

/** The one that the stand-in for GitHub's API takes. */
export const TOKEN = 'ghp_made-up-token-0123456789'

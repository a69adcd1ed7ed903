/** Every client token begins so: people and redactors know one when they see it. */
export const TOKEN_MARK = 'qcc_'

/** Whether a credential says of itself that it is a client token, whether or not there is such a one. */
export const claimsToBeToken = (credential: string): boolean => credential.startsWith(TOKEN_MARK)

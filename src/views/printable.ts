/** A text out of a file as part of a line: control characters, which could speak to the terminal, become `?`. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '?')

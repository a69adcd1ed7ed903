import { placeText, type Fault } from '../document/fault.ts'
import { printable } from './printable.ts'
import type { Say } from '../i18n/say.ts'

/** What is wrong, in the person's language, and what was probably meant. */
export function faultText({ code, values }: Pick<Fault, 'code' | 'values'>, say: Say): string {
  const what = say(`fault.${code}`, values)
  const { nearest } = values
  return nearest === undefined ? what : say('fault.nearest', { what, nearest })
}

/** A fault of a text is somewhere in it, one of what is stored is not. */
type AnyFault = Fault & { readonly line?: number; readonly column?: number }

/** `3:15 settings.proxy.port: a port is expected here`. */
export function faultLine(fault: AnyFault, say: Say): string {
  const { column, line, path } = fault
  const place = line === undefined ? '' : `${String(line)}:${String(column)} `
  return printable(`${place}${placeText(path)}: ${faultText(fault, say)}`)
}

/** As `--json` prints it. */
export function faultView(fault: AnyFault, say: Say) {
  const { code, column = null, line = null, path } = fault
  return { path: [...path], code, message: faultText(fault, say), line, column }
}

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A stand-in for a program of the system, first on the path, that writes down what it was told. */
export interface StandIn {
  /** For the `PATH` of whoever is to find it. */
  readonly path: string
  /** Every argument that it ever got, a call a line. */
  readonly calls: () => string
  /** What it was told on its standard input. */
  readonly heard: () => string
  readonly items: () => readonly string[]
  /** From then on it gives nothing. */
  readonly lock: (isLocked: boolean) => void
}

/** Items are files named for their attributes. `--label=…` is passed over. */
const SECRET_TOOL = `
what=$1; shift
case "$1" in --label=*) shift;; esac
name=$(echo "$*" | tr ' /' '__')
[ -e "$folder/locked" ] && exit 1
case "$what" in
  store) cat | tee -a "$folder/heard" > "$folder/items/$name";;
  lookup) cat "$folder/items/$name" 2>/dev/null;;
  search) [ -e "$folder/items/$name" ] && printf '[/1]\\nlabel = x\\nsecret = %s\\n' "$(cat "$folder/items/$name")"; exit 0;;
  clear) rm -f "$folder/items/$name";;
esac`

/** What libsecret's program does, without a service behind it. */
export function standInSecretTool(folder: string): StandIn {
  mkdirSync(join(folder, 'items'), { recursive: true })
  const text = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return ''
    }
  }
  const head = `#!/bin/sh\nfolder='${folder}'\necho "$*" >> "$folder/calls"\n`
  writeFileSync(join(folder, 'secret-tool'), `${head}${SECRET_TOOL}\n`, { mode: 0o755 })
  return {
    path: folder,
    calls: () => text('calls'),
    heard: () => text('heard'),
    items: () => readdirSync(join(folder, 'items')),
    lock: (isLocked) => {
      writeFileSync(join(folder, isLocked ? 'locked' : 'unlocked'), '')
    },
  }
}

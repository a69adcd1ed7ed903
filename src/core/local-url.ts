/** What listens on every address is reached over loopback from here. */
const FROM_HERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** Where programs of this machine reach what listens there. */
export function localUrl({ host, port }: { readonly host: string; readonly port: number }): string {
  const name = FROM_HERE[host] ?? host
  return `http://${name.includes(':') ? `[${name}]` : name}:${String(port)}`
}

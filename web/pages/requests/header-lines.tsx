/** Headers as they stand on the wire. `lines`: name, value, name, value. */
export function HeaderLines({ lines }: { readonly lines: readonly string[] }) {
  const pairs = lines.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${lines[at + 1] ?? ''}`] : []))
  return (
    <pre class="scroll" tabIndex={0}>
      {pairs.join('\n')}
    </pre>
  )
}

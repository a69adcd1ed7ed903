/** Differences of two versions, as `qcc config diff` prints them. */
export function DiffLines({ label, lines }: { readonly label: string; readonly lines: readonly string[] }) {
  return (
    <pre class="diff" tabIndex={0} aria-label={label}>
      {lines.map((line, index) => (
        <span key={index} data-sign={line.charAt(0)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}

import { script } from '@bomb.sh/tab'
import type { Context } from '../context.ts'
import type { Shell } from '../shells.ts'

/**
 * Prints the script that teaches a shell to ask `qcc complete`. How to load it
 * is told only where a person sees the script, not where a shell reads it.
 */
export function completion({ output, say }: Context, shell: Shell): void {
  if (shell === 'bash') output.data(BASH)
  // The library writes it to stdout itself.
  else script(shell, 'qcc', 'qcc')
  if (process.stdout.isTTY) output.note(say(`completion.how.${shell}`))
}

/**
 * The library's script for bash needs the package bash-completion, complains
 * when it is read twice, and evaluates what has been typed. This one does not.
 */
const BASH = `# bash completion for qcc
_qcc_complete() {
    local word=\${COMP_WORDS[COMP_CWORD]} line
    COMPREPLY=()
    while IFS= read -r line; do
        [[ $line == :* ]] && continue
        line=\${line%%$'\\t'*}
        [[ $line == "$word"* ]] && COMPREPLY+=("$line")
    done < <(qcc complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _qcc_complete qcc`

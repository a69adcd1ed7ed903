export const completionEn = {
  'completion.description': 'print a script that completes commands and names at a shell',
  'completion.shell': 'bash, zsh or fish',
  'completion.expected': 'the shells are bash, zsh and fish.',
  'completion.how.bash':
    'To use it in every new shell, put this line into ~/.bashrc:  source <(qcc completion bash)',
  'completion.how.zsh':
    'To use it in every new shell, put this line into ~/.zshrc, behind compinit:  source <(qcc completion zsh)',
  'completion.how.fish':
    'To use it in every new shell:  qcc completion fish > ~/.config/fish/completions/qcc.fish',
} as const

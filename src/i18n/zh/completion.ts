import type { completionEn } from '../en/completion.ts'

export const completionZh: Readonly<Record<keyof typeof completionEn, string>> = {
  'completion.description': '输出用于在 shell 中补全命令和名称的脚本',
  'completion.shell': 'bash、zsh 或 fish',
  'completion.expected': '可用的 shell 是 bash、zsh 和 fish。',
  'completion.how.bash': '要在每个新 shell 中使用，请把这一行写入 ~/.bashrc：source <(qcc completion bash)',
  'completion.how.zsh':
    '要在每个新 shell 中使用，请把这一行写入 ~/.zshrc，放在 compinit 之后：source <(qcc completion zsh)',
  'completion.how.fish':
    '要在每个新 shell 中使用，请运行：qcc completion fish > ~/.config/fish/completions/qcc.fish',
}

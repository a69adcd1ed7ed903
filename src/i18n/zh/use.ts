import type { useEn } from '../en/use.ts'

export const useZh: Readonly<Record<keyof typeof useEn, string>> = {
  'use.description': '把活动集或某一个配置档写入 Claude Code 的设置；--undo 还原为原来的内容',
  'use.option.direct': '不经过代理，直接使用第一个端点；此时没有故障转移',
  'use.option.dry-run': '显示将要更改的内容，不写入任何东西',
  'use.option.undo': '还原为之前的内容',
  'use.option.launch': '随后启动 Claude Code；-- 之后的参数交给它',
  'use.behind-without-launch': '-- 之后的参数交给 Claude Code，因此需要 --launch。',
  'use.undo-has-no-profile': '--undo 还原为原来的内容，与配置档无关：请去掉“{profile}”。',
  'use.not-started': '无法启动 Claude Code：{why}。可用“qcc config set claude.command 文件”指定另一个。',
  'use.changed': '已更改 {file}：',
  'use.made': '已创建 {file}：',
  'use.unchanged': '{file} 已经是这样。',
  'use.dry-run': '没有写入任何东西。{file} 中将更改：',
  'use.dry-run-none': '没有写入任何东西，{file} 中也没有要更改的内容。',
  'use.on-active-set': 'Claude Code 使用活动集（{profiles}），经由 {url}。',
  'use.on-profile': 'Claude Code 只使用配置档 {profile}，经由 {url}。',
  'use.on-only': 'Claude Code 使用配置档 {profile}，经由 {url}；代理仅为它而启动。',
  'use.direct': 'Claude Code 直接访问 {endpoint}（{url}）：没有故障转移。',
  'use.direct-unsaid':
    '{endpoint} 不接受的内容（测试功能、说明客户端身份的内容块）只有代理和“qcc run”会为它去掉。',
  'use.needs-proxy':
    '这需要代理在运行：“qcc proxy service install”让本机在您每次登录时启动它，“qcc proxy start -d”手动启动。“qcc use --undo”还原为原来的内容。',
  'use.secret-in-clear': '{file} 现在含有明文凭据：能读取该文件的人都能得到它。“qcc use --undo”可将其去掉。',
  'use.port-varies':
    '代理每次启动都使用不同的端口（proxy.port 为 0），这些设置无法跟随。请指定一个：“qcc config set proxy.port 7860”。',
  'undo.whole': '{file} 与“qcc use”之前逐字节相同。',
  'undo.removed': '{file} 由“qcc use”创建，现已删除。',
  'undo.by-key': '之后有人编辑过 {file}；只撤回了“qcc use”所设的内容。',
  'undo.kept': '{name} 的值已不是“qcc use”所设的，保持不变。',
  'undo.gone': '之后有人删除了 {file}，因此没有可撤回的内容。',
  'undo.nothing': '{file} 中没有“qcc use”的内容。',
  'heal.use-finished': '一次“qcc use”在只剩最后一步时被中断；现已完成（{file}）。',
  'heal.use-taken-back': '一次“qcc use”在更改 {file} 之前被中断；现已撤回。请重新输入。',
  'heal.undo-finished': '一次“qcc use --undo”在只剩最后一步时被中断；现已完成（{file}）。',
  'heal.undo-taken-back': '一次“qcc use --undo”在更改 {file} 之前被中断；现已撤回。请重新输入。',
  'refused.read-only':
    '{file} 是只读的，因此不作更改。请使其可写，或用“qcc run”启动 Claude Code，它不更改任何文件。',
  'refused.folder-read-only':
    '{folder} 中不能写入，因此 {file} 不作更改。请使其可写，或用“qcc run”启动 Claude Code，它不更改任何文件。',
  'refused.no-file': '{file} 不是普通文件，因此不作更改。请移走它后再输入一次。',
  'refused.no-utf-8': '{file} 不是 UTF-8 编码，因此不作更改，Claude Code 也无法读取它。请另存为 UTF-8。',
  'refused.unreadable': '无法读取 {file}：{why}。请修复后再输入一次。',
  'refused.no-json':
    '{file} 不是 JSON，因此不作更改：第 {line} 行第 {column} 列（{why}）。请修复该处后再输入一次。',
  'refused.no-object': '{file} 不含设置：不是 JSON 对象。不作更改，请修复后再输入一次。',
  'refused.env-no-object': '{file} 中的“env”不是一组变量，因此不作更改。请修复后再输入一次。',
  'refused.not-written': '无法写入 {file}，它保持原样：{why}。请修复后再输入一次。',
  'refused.changed-meanwhile': '另一个程序同时写入了 {file}，其内容保持不变。请再输入一次。',
  'refused.not-tried': '没有对 {file} 作任何尝试：{why}。请修复后再输入一次。',
  'refused.busy': '另一个 qcc 正在更改 {file}。请在它结束后再输入一次。',
  'conflict.settings-win':
    '{file} 设定了 {name}，优先于您自己的设置：Claude Code 在这里采用它。请在该文件中去掉它。',
  'conflict.other-provider':
    '{name}（{place}）使 Claude Code 使用另一个提供方，不管 ANTHROPIC_BASE_URL 是什么。请取消设置它。',
  'conflict.shell-ignored': '此 shell 的 {name} 不起作用：您的 Claude Code 设置也设定了它，且优先于 shell。',
  'conflict.second-credential':
    '{name}（{place}）也会发送：Claude Code 因此有两个凭据，并会警告。请取消设置它。',
  'conflict.key-helper':
    '{file} 中的 apiKeyHelper 也会运行：Claude Code 把它的输出作为第二个凭据发送。请去掉它。',
  'conflict.log-in':
    '登录所得的密钥（{file} 中的 primaryApiKey）也会发送，Claude Code 会警告。在 Claude Code 中用“/logout”可将其去掉。',
  'conflict.no-proxy':
    '{name}（{place}）使发往本机的请求也经过那个 HTTP 代理并在那里失败。请在同一处把 127.0.0.1 加入 NO_PROXY。',
  'conflict.not-loaded':
    'Claude Code 不加载 {file} 中的任何内容：{name}（行:列）处有它不接受的内容，例如注释或多余的逗号。请去掉它。',
  'conflict.in-shell': '在此 shell 中设定',
  'conflict.in-file': '在 {file} 中设定',
  'title.conflict': '冲突：{conflict}',
  'status.use-active-set': '其设置指向这里（{file}），使用活动集，由“qcc use”设定',
  'status.use-profile': '其设置指向这里（{file}），只使用配置档 {profile}，由“qcc use”设定',
  'status.use-direct': '其设置指向 {url}，不经过代理直接使用 {endpoint}，由“qcc use”设定（{file}）',
  'check.claude-overruled':
    'Claude Code 没有去往其设置所指的地方，原因是 {about}；“qcc status”说明如何处理。',
  'log.settings-healed': 'Claude Code 的设置在中断的 {what} 之后：{how}（{file}）',
}

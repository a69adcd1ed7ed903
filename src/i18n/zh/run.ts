import type { runEn } from '../en/run.ts'

export const runZh: Readonly<Record<keyof typeof runEn, string>> = {
  'run.description': '在活动集或某一个配置档上启动 Claude Code；-- 之后的参数交给 Claude Code',
  'run.direct': 'Claude Code 直接访问 {endpoint}（{url}）：没有故障转移。',
  'run.option.direct': '不经过代理，直接使用第一个端点；此时没有故障转移',
  'run.option.hold': '没有端点能应答时，请求不失败，而是保持多久：1s 到 24h；用于无人看管的工作',
  'run.hold.expected': '保持时间是 1s 到 24h 的时长，例如 90s 或 5h。',
  'run.hold-direct':
    '使用 --direct 时，Claude Code 与端点之间没有代理来保持请求。请去掉 --direct 或 --hold。',
  'run.on-active-set': 'Claude Code 使用活动集（{profiles}），经由 {url}。',
  'run.on-profile': 'Claude Code 只使用配置档 {profile}，经由 {url}。',
  'run.on-only': 'Claude Code 使用配置档 {profile}，经由 {url}；代理仅为它而启动。',
  'run.proxy-started':
    '已在后台启动代理（进程 {pid}），Claude Code 结束后它继续运行；“qcc proxy stop”可停止它。',
  'run.proxy-stopping': '{url} 上的代理正在停止，等待它结束。',
  'run.proxy-only':
    '{url} 上的代理仅为配置档“{only}”而启动，不服务“{profile}”。\n请用“qcc proxy stop”停止它后再运行，或加上 --direct。',
  'run.no-profile': '没有可供 Claude Code 使用的配置档。请用“qcc add 名称”添加。',
  'run.no-endpoint': '配置档“{profile}”没有端点。请用“qcc endpoint add {profile}”添加。',
  'run.all-disabled': '配置档“{profile}”的端点全部停用。请用“qcc endpoint enable {profile} 标识”启用一个。',
  'run.no-key':
    '{endpoint} 没有密钥：{reference} 在这里找不到密钥。请设置它，或用“qcc endpoint set … --api-key-stdin”提供密钥。',
  'run.not-found':
    '这里没有程序“{command}”。请安装 Claude Code（https://code.claude.com/docs/en/setup），或指明它的位置：“qcc config set claude.command 文件”。',
  'run.not-run': '无法启动 {file}：{why}。可用“qcc config set claude.command 文件”指定另一个。',
  'run.managed':
    '本机管理员的设置 {file} 设定了 {variable}，它优先于任何一次运行所能指定的内容，因此无法在 QCC 上启动 Claude Code；请联系管理员去掉它。',
  'run.no-settings-file': '--settings 既不是 JSON 设置，也不是可以读取的文件：{file}。',
  'run.bad-settings': '--settings 指定的内容不是 JSON 对象，Claude Code 不会采用其中任何内容。',
  'run.direct-proxy':
    '它的 HTTP 代理 {proxy} 只供 QCC 代理使用；如有需要，请自行为这次运行设置 HTTPS_PROXY。',
  'run.direct-question': 'Claude Code 可能会询问是否使用这个 API 密钥：请回答“是”。',
  'run.unsaid-models': '不经过代理时，以下模型以其原名请求：{models}。',
}

import type { proxyEn } from '../en/proxy.ts'

export const proxyZh: Readonly<Record<keyof typeof proxyEn, string>> = {
  'proxy.description': '本地代理：启动、停止、查看运行情况',
  'proxy.start.description': '在前台启动代理（按 Ctrl-C 停止），或在后台启动',
  'proxy.start.host': '监听的地址；回环地址以外需要客户端令牌（默认取设置 proxy.host）',
  'proxy.start.port': '监听的端口，0 表示任意空闲端口（默认取设置 proxy.port）',
  'proxy.start.daemon': '在后台运行，直到“qcc proxy stop”',
  'proxy.start.profile': '只服务这一个配置档',
  'proxy.start.log-level': '写入日志文件的最低级别：debug、info、warn 或 error（默认取设置 log.level）',
  'proxy.stop.description': '等未完成的请求结束后停止代理',
  'proxy.stop.timeout': '未完成的请求最多还有多长时间，如 30 或 5m（默认取设置 proxy.drain）',
  'proxy.restart.description': '停止代理，再以原来的选项在后台重新启动',
  'proxy.status.description': '查看运行中的代理自己报告的状况',
  'proxy.logs.description': '代理的日志，未运行时也可查看；--json 按原样输出各行',
  'proxy.logs.lines': '显示最后多少行（默认 50）',
  'proxy.logs.lines.expected': '行数是整数。',
  'proxy.logs.follow': '持续显示新写入的内容，直到按下 Ctrl-C',
  'proxy.logs.level': '显示的最低级别：debug、info、warn 或 error（默认全部显示）',
  'proxy.logs.request': '只显示这个请求：它的标识，或标识的开头部分',
  'proxy.logs.none': '{folder} 中的日志里没有这样的行。',
  'proxy.logs.unreadable': '无法读取 {folder} 中的日志：{why}。',
  'proxy.level.expected': '可用的级别是 {levels}。',

  'proxy.listening': 'QCC {version} 正在监听 {url}，服务 {count} 个端点：{endpoints}',
  'proxy.no-endpoints': '没有可用的端点，添加之前所有请求都会被拒绝：“qcc add 名称”。',
  'proxy.no-key': '{endpoint} 没有密钥：{reference} 未设置。请求会绕过它。',
  'proxy.key-unreadable': '{endpoint} 没有密钥：{why} 请求会绕过它。',
  'proxy.log-fault': '无法写入 {folder} 中的日志：{why}。代理会继续运行，但不写日志。',
  'proxy.daemon-started': '代理运行于 {url}（进程 {pid}）。日志：{log}',
  'proxy.waiting': '正在停止：{open} 个未完成的请求还有 {seconds} 秒。',
  'proxy.stopping': '正在停止：未完成的请求还有 {seconds} 秒。再按一次 Ctrl-C 立即结束。',
  'proxy.stopped': '已停止。',
  'proxy.stopped-broken': '已停止；{count} 个请求未能及时完成，已被中断。',
  'proxy.stopped-untold': '已停止，但不知道中断了多少个请求。',
  'proxy.restart.was-foreground': '它原先在另一个终端的前台运行；现在改为在后台运行。',

  'proxy.none': '{home} 没有正在运行的代理。用“qcc proxy start”启动。',
  'proxy.went-away': '{url} 上的代理没有回答，可能刚刚结束。请看“qcc proxy logs”。',
  'proxy.no-status':
    '{url} 上的代理（版本 {version}，进程 {pid}）报告的状况是本版本无法理解的。请用“qcc proxy restart”重新启动它。',
  'proxy.not-gone':
    '已要求 {url} 上的代理（进程 {pid}）停止，但它仍在运行。请看“qcc proxy logs”，或结束该进程。',
  'proxy.already-running': '这个主目录的代理已在 {url} 运行（进程 {pid}）。可用“qcc proxy restart”重新启动。',
  'proxy.already-held': '{home} 的代理正在启动或停止，暂时没有回答。请稍后再试。',
  'proxy.port-taken-qcc':
    '{host} 上的端口 {port} 已被另一个主目录的 QCC 代理占用（版本 {version}，进程 {pid}）。请停止它，或用 --port 或“qcc config set proxy.port”换一个端口。',
  'proxy.port-taken-process':
    '{host} 上的端口 {port} 已被 {name}（进程 {pid}）占用。请停止它，或用 --port 或“qcc config set proxy.port”换一个端口。',
  'proxy.port-taken-unknown':
    '{host} 上的端口 {port} 已被其他程序占用。请停止它，或用 --port 或“qcc config set proxy.port”换一个端口。',
  'proxy.cannot-listen': 'QCC 无法监听 {host}:{port}：{why}。',
  'proxy.not-loopback':
    '{host} 不是回环地址，而且没有客户端令牌：任何能访问它的人都能使用您的密钥。\n请先用“qcc proxy token create 名称”创建令牌，或改用 127.0.0.1、::1 或 localhost。',
  'proxy.no-own-token': 'QCC 无法把自身程序所用的客户端令牌写入 {file}：{why}。',
  'proxy.no-run-file': 'QCC 无法在 {home} 中写入 run.json，没有它任何命令都找不到代理：{why}。',
  'proxy.daemon-ended': '代理在开始监听之前就结束了（退出码 {code}）。日志 {file} 中写着：\n{lines}',
  'proxy.daemon-ended-silent':
    '代理在开始监听之前就结束了（退出码 {code}），日志 {file} 中没有任何内容。不加 --daemon 运行“qcc proxy start”可以看到原因。',
  'proxy.daemon-slow':
    '代理在 {seconds} 秒内没有回答，已被结束。不加 --daemon 运行“qcc proxy start”可以看到原因。',

  'proxy.title.address': '地址',
  'proxy.title.process': '进程',
  'proxy.title.requests': '请求',
  'proxy.title.memory': '内存',
  'proxy.title.configuration-fault': '未采用最新版本',
  'proxy.title.log-fault': '日志未写入',
  'proxy.status.daemon': '{pid}，已在后台运行 {uptime}（版本 {version}）',
  'proxy.status.foreground': '{pid}，已在前台运行 {uptime}（版本 {version}）',
  'proxy.status.requests': '启动以来 {requests} 个，{open} 个未完成',
  'proxy.status.stopping': '启动以来 {requests} 个，{open} 个未完成；正在停止，不再接受新请求',
}

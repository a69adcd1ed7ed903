import type { serviceEn } from '../en/service.ts'

export const serviceZh: Readonly<Record<keyof typeof serviceEn, string>> = {
  'service.description': '把代理作为系统服务，在您登录时启动',
  'service.install.description':
    '让系统在每次登录时以及现在启动代理：systemd 的用户单元，或 launchd 的代理程序',
  'service.install.dry-run': '只打印将要写入的内容，不做任何更改',
  'service.uninstall.description': '停止服务并将其移除',
  'service.status.description': '服务当前的实际情况',

  'service.unsupported':
    'QCC 只为 systemd（Linux）和 launchd（macOS）创建服务。在其他系统上，请让系统在您登录时运行“qcc proxy start -d”，例如用 Windows 的任务计划程序。',
  'service.not-asked':
    '本系统的服务管理器没有回应：{why}。没有写入任何内容。\n通过 ssh 或 su 登录时往往没有它的会话：请运行“sudo loginctl enable-linger $USER”，然后重新登录。没有服务时，“qcc proxy start -d”在后台启动代理；“qcc proxy service install --dry-run”打印将要写入的内容。',
  'service.passphrase':
    '此主目录的密钥由口令解开，而服务无人可问。没有写入任何内容。请改由密钥文件或系统密钥库解开（“qcc config rekey --key-file”或“--key-store”），然后再次执行本命令。',
  'service.by-hand':
    '此主目录的代理已在 {url} 运行（进程 {pid}），而且不是由 {name} 启动的。请输入“qcc proxy stop”，然后再次执行本命令。',
  'service.unseen':
    '{variable} 只在 shell 中设置，服务看不到它。请把它的内容保存下来：密钥用“qcc set NAME --api-key-stdin”，设置项用“qcc config set”。',
  'service.passing':
    '{program} 所在的文件夹可能会在更新时消失。更新之后请再次输入“qcc proxy service install”；“qcc doctor”会提示何时需要。',
  'service.not-written': '无法写入 {file}：{why}。',
  'service.not-started':
    '{file} 已写入，但系统没有启动 {name}：{why}。请解决后再次输入“qcc proxy service install”，或用“qcc proxy service uninstall”移除它。',
  'service.silent':
    '{name} 已写入并启动，但它的代理没有回应。请解决日志（{log}）中所说的问题，再次输入“qcc proxy service install”，或用“qcc proxy service uninstall”移除它。\n{lines}',
  'service.not-kept':
    '{file} 或 {name} 的状态在此期间发生了变化。请查看“qcc proxy service status”，再次执行本命令。',
  'service.installed': '代理运行于 {url}（进程 {pid}），{name} 会在每次登录时启动它。已写入：{file}',
  'service.installed-already': '一切就绪：{name} 正在 {url} 运行代理（进程 {pid}）。{file} 保持不变。',

  'service.title.service': '服务',
  'service.title.file': '文件',
  'service.title.system': '系统',
  'service.title.proxy': '代理',
  'service.file.none': '{file} 不存在；“qcc proxy service install”会写入它',
  'service.file.current': '{file}',
  'service.file.outdated': '{file}，已经过时；“qcc proxy service install”会重新写入',
  'service.file.other-command': '{file}，它运行的不是这个程序；“qcc proxy service install”会重新写入',
  'service.enabled': '每次登录时启动',
  'service.not-enabled': '登录时不启动',
  'service.active': '正在运行',
  'service.not-active': '没有运行',
  'service.and': '，',
  'service.not-asked-short': '无法询问：{why}',
  'service.nobody': '没有运行',
  'service.listening': '位于 {url}，进程 {pid}',
  'service.listening-other': '位于 {url}，进程 {pid}，不是由服务启动的',

  'service.removed': '已移除 {name}：{file} 不再存在，登录时不再启动代理。',
  'service.removed-unasked':
    '无法询问服务管理器（{why}），因此它启动的代理可能会运行到您注销为止。“qcc proxy stop”可以结束它。',
  'service.still-there': '{name} 仍然存在：{file}。请再次执行本命令。',
  'service.none': '此主目录没有服务：{file} 不存在。',
  'service.restarted': '代理运行于 {url}（进程 {pid}），由 {name} 启动。',
}

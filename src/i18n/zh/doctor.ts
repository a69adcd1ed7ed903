import type { doctorEn } from '../en/doctor.ts'

export const doctorZh: Readonly<Record<keyof typeof doctorEn, string>> = {
  'doctor.description': '检查整个设置（代理是否运行均可），并说明每个问题的解决办法；有问题时退出码为 6',
  'doctor.check.node': 'Node',
  'doctor.check.home': '主目录',
  'doctor.check.database': '数据库',
  'doctor.check.clock': '时钟',
  'doctor.check.settings': '设置项',
  'doctor.check.keys': '密钥',
  'doctor.check.history': '历史记录',
  'doctor.check.queue': '队列',
  'doctor.check.proxy': '代理',
  'doctor.check.port': '端口',
  'doctor.check.service': '服务',
  'doctor.check.claude': 'Claude Code',
  'doctor.check.claude-settings': '它的设置',
  'doctor.check.endpoints': '端点',
  'doctor.not-looked-at': '未检查；请先解决上面标出的问题，再重新输入',
  'doctor.faults': '问题：{count} 个。标有 ✗ 的每一行都说明了解决办法。',
  'doctor.node': '{version}（{file}）',
  'doctor.home-missing': '没有文件夹 {home}，也无法创建。请创建它，或用 --home 或 QCC_HOME 指定另一个。',
  'doctor.home-no-folder': '{home} 不是文件夹。请把它移走，或用 --home 或 QCC_HOME 指定另一个主目录。',
  'doctor.home-of-another':
    '{home} 属于另一个用户。请用“chown -R”接管，或用 --home 或 QCC_HOME 指定另一个主目录。',
  'doctor.home-read-only': '当前用户不能读写 {home}。请用“chmod u+rwx {home}”允许，或指定另一个主目录。',
  'doctor.home-open': '所有者以外的人可以进入存有密钥和请求的 {home}。请输入“chmod 700 {home}”。',
  'doctor.clock-behind':
    '它显示 {now}，而主目录里有内容写于 {newest}：时钟被调回过，或当时不准。请校准时钟；在此之前等待时间不准。',
  'doctor.settings': '每个值和每个 QCC_ 变量都是 QCC 接受的',
  'doctor.history': '可以读取',
  'doctor.history-none': '还没有保存任何内容',
  'doctor.history-unreadable':
    '无法读取请求的历史记录：{why}。代理启动时会把损坏的历史记录移到一旁：“qcc proxy restart”或“qcc proxy start -d”。',
  'doctor.proxy-not-running': '未运行；“qcc run”会启动它，“qcc proxy start -d”也可以',
  'doctor.proxy-silent':
    '有进程以代理身份占用此主目录，却没有应答：它正在启动、停止，或已卡住。请稍后再试；如果一直这样，请结束该进程，其进程号见 {home}/run.json。',
  'doctor.proxy-other-version': '运行中的代理是版本 {version}，而此程序是 {own}。请输入“qcc proxy restart”。',
  'doctor.service': '{name} 每次登录时启动代理，正在运行',
  'doctor.service-idle': '{name} 每次登录时启动代理；现在没有运行',
  'doctor.service-none': '没有；“qcc proxy service install”让系统在您登录时启动代理',
  'doctor.service-failed':
    '{name} 已失败，不会再试。“qcc proxy logs”说明原因；然后输入“qcc proxy service install”。',
  'doctor.service-not-enabled':
    '{name} 在登录时不启动代理。请输入“qcc proxy service install”；如果本来就不需要，请输入“qcc proxy service uninstall”。',
  'doctor.port-any': '每次启动时取一个空闲端口（proxy.port 为 0）',
  'doctor.port-free': '{address} 空闲',
  'doctor.port-ours': '{address} 是此主目录的代理，身份已确认',
  'doctor.endpoints': '当前提供服务的范围内有 {count} 个已启用，都有密钥',
  'doctor.endpoint-out': '{name} 目前不可用：{state}',
}

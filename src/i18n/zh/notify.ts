import type { notifyEn } from '../en/notify.ts'

export const notifyZh: Readonly<Record<keyof typeof notifyEn, string>> = {
  'notice.switch': 'QCC（{host}）：现由 {to} 提供服务',
  'notice.switch-text': '{switch}。',
  'notice.all-out': 'QCC（{host}）：没有端点可以提供服务',
  'notice.all-out-line': '{endpoint}：{why}',
  'notice.all-out-line-until': '{endpoint}：{why}，直到 {time}',
  'notice.all-out-next': '“qcc status”显示各端点的状态。启用队列时，请求会被保留。',
  'notice.all-out-over': 'QCC（{host}）：请求恢复服务',
  'notice.all-out-over-text': '有 {time} 没有端点可以提供服务。',
  'notice.key-dead': 'QCC（{host}）：{endpoint} 需要您处理：{why}',
  'notice.key-dead-credential': '用“qcc endpoint set {endpoint} --api-key-stdin”换一个密钥。',
  'notice.key-dead-balance': '其账户没有余额；充值后会自动恢复。',
  'notice.key-dead-over': 'QCC（{host}）：{endpoint} 恢复应答',
  'notice.key-dead-over-text': '其密钥有 {time} 不可用。',
  'notice.budget': 'QCC（{host}）：对 {endpoint} 的检查已用完预算',
  'notice.budget-text':
    '今天已用 {tokens} / {most} 个 token，因此在 {time} 之前不再向它提问。可用“qcc health config --daily-tokens”修改。',
  'notice.test': 'QCC（{host}）：测试',
  'notice.test-text': 'QCC 的通知会发到这里。',
  'notice.held-back': 'QCC（{host}）：有 {count} 条通知被合并',
  'notice.held-back-line': '{title}',
  'notice.held-back-line-times': '{title}（{times} 条）',
  'notice.held-back-more': '另有 {count} 项',
  'notify-fault.not-set-up': '尚未设置。请说明发到哪里：qcc notify config --{channel} REFERENCE',
  'notify-fault.no-secret':
    '{reference} 在发送处取不到任何内容。请在那里设置它，或用“qcc notify config”指定另一个。',
  'notify-fault.not-url': '{reference} 给出的不是以 http:// 或 https:// 开头的 URL',
  'notify-fault.unreached': '无法连接 {host}：{why}。请检查网络和 URL。',
  'notify-fault.slow': '{host} 在 {seconds} 秒内没有应答。请重试；若仍如此，请检查网络。',
  'notify-fault.redirected': '{host} 以重定向（{status}）指向 {to}，QCC 不跟随。请给出它指向的 URL。',
  'notify-fault.limited': '{host} 暂时不再接收（{why}）。请等几分钟；调低 notify.per-hour 也有帮助。',
  'notify-fault.refused': '{host} 拒绝了：{why}。请检查 URL，以及接收方允许什么。',
  'notify-fault.not-theirs':
    '{host} 的应答（{status}）不是该服务会给出的：{why}。请检查 URL 是否是机器人的 URL。',
  'notify-fault.signature':
    '{host} 不接受签名：{why}。请用 --{channel}-secret 给出机器人的密钥，并检查本机的时钟。',
  'notify-fault.keyword':
    '{host} 只接收含有指定关键词的消息，而这些消息没有：{why}。请把“QCC”加入机器人的关键词。',
  'notify-fault.address': '{host} 不接收来自本机地址的消息：{why}。请在机器人的安全设置中加入该地址。',
  'notify-fault.gone': '{host} 没有此 URL 对应的接收方：{why}。请在那里新建一个，并给出其 URL。',
  'notify-fault.no-display': '发送处没有桌面：DISPLAY 和 WAYLAND_DISPLAY 都没有设置',
  'notify-fault.no-program': '发送处没有安装 {program}。在 Linux 上它属于 libnotify（libnotify-bin）。',
  'notify-fault.program-failed': '{program} 以 {code} 结束；桌面上可能没有程序显示通知',
  'notify.description': '关于切换、中断、失效密钥和用完预算的消息',
  'notify.test.description': '立即发送一条测试消息：发到一个渠道，或发到所有已设置的渠道',
  'notify.test.channel': '其中之一：{channels}',
  'notify.test.sent': '{channel}：已送达。',
  'notify.test.failed': '{channel}：{why}',
  'notify.test.failed-some': '没有送达：{channels}。',
  'notify.test.nowhere':
    '没有设置任何渠道，因此无处可发。请用“qcc notify config”设置，例如 --desktop on，或用 --slack - 输入或通过管道给出 URL。',
  'notify.config.description': '显示或修改消息发到哪里',
  'notify.config.changed': '消息的去处已修改。',
  'notify.config.reference':
    'env:NAME、cmd:COMMAND、keychain:SERVICE/ACCOUNT、“-”（输入或通过管道给出，随后加密保存）或 none',
  'notify.config.not-here':
    '不接收 URL 或密钥本身，因为本机上的任何人都能读到它。请给出“-”并输入或通过管道给出，或说明它在哪里：{forms}。',
  'notify.config.one-piped': '通过管道只能给出一个“-”；其余请用引用给出，或逐个给出。',
  'notify.config.ask-url': '{channel} 的 URL（不会显示）',
  'notify.config.ask-secret': '{channel} 的密钥（不会显示）',
  'notify.config.empty': '没有给出任何内容。',
}

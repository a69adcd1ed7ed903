/** Bare `qcc`. */
export const pickerEn = {
  'picker.which': 'Start Claude Code on which profile?',
  'picker.automatic': 'Automatic',
  'picker.default': 'default',
  'picker.endpoints': '{ready}/{all} endpoint(s)',
  'picker.counts': 'in {seconds} s: {label}; an arrow key stops that',
  'picker.keys': 'arrow keys or 1-9, then Enter; Esc leaves',
  'picker.left': 'Nothing was started. "qcc --help" shows what else there is.',
  'picker.no-profile': 'There is no profile yet.',
  'picker.asks-init': 'Set QCC up now?',
  'picker.init-later': '"qcc init" sets QCC up; "qcc --help" shows what else there is.',
} as const

/** `qcc use`, and what meets the person's own settings of Claude Code. */
export const useEn = {
  'use.description':
    'put the active set, or one profile only, into the settings of Claude Code; --undo puts back what was there',
  'use.option.direct': 'without the proxy, on the first endpoint; then there is no failover',
  'use.option.dry-run': 'show what would be changed, and write nothing',
  'use.option.undo': 'put back what was there before',
  'use.option.launch': 'then start Claude Code; what stands behind -- goes to it',
  'use.behind-without-launch': 'What stands behind -- goes to Claude Code, so it needs --launch.',
  'use.undo-has-no-profile': '--undo puts back what was there, whatever the profile: leave "{profile}" out.',
  'use.not-started':
    'Claude Code could not be started: {why}. "qcc config set claude.command FILE" names another one.',
  'use.changed': 'Changed in {file}:',
  'use.made': 'Made {file}:',
  'use.unchanged': '{file} says so already.',
  'use.dry-run': 'Nothing was written. In {file} this would be changed:',
  'use.dry-run-none': 'Nothing was written, and nothing would be changed in {file}.',
  'use.on-active-set': 'Claude Code goes to the active set ({profiles}) through {url}.',
  'use.on-profile': 'Claude Code goes to the profile {profile} only, through {url}.',
  'use.on-only':
    'Claude Code goes to the profile {profile} through {url}; the proxy was started for that one alone.',
  'use.direct': 'Claude Code goes to {endpoint} ({url}) itself: there is no failover.',
  'use.direct-unsaid':
    'What {endpoint} does not take (beta features, the block that says which client asks) is kept from it by the proxy and by "qcc run" alone.',
  'use.needs-proxy':
    'It needs the proxy to run: "qcc proxy service install" lets this machine start it whenever you log in, "qcc proxy start -d" starts it by hand. "qcc use --undo" puts back what was there.',
  'use.secret-in-clear':
    '{file} holds a credential in clear now: whoever may read that file has it. "qcc use --undo" takes it out.',
  'use.port-varies':
    'The proxy takes another port at each start (proxy.port is 0), which those settings cannot follow. Set one: "qcc config set proxy.port 7860".',
  'undo.whole': '{file} is byte for byte what it was before "qcc use".',
  'undo.removed': '{file} was made by "qcc use", and is gone again.',
  'undo.by-key': 'Somebody else has edited {file} since; only what "qcc use" had set was taken back.',
  'undo.kept': '{name} has another value by now than "qcc use" gave it, and stays.',
  'undo.gone': 'Somebody has removed {file} since, so there was nothing left to take back.',
  'undo.nothing': 'Nothing of "qcc use" is in force in {file}.',
  'heal.use-finished':
    'A "qcc use" was interrupted when all but its last step was done; it is finished now ({file}).',
  'heal.use-taken-back':
    'A "qcc use" was interrupted before it had changed {file}; it was taken back. Type it again.',
  'heal.undo-finished':
    'A "qcc use --undo" was interrupted when all but its last step was done; it is finished now ({file}).',
  'heal.undo-taken-back':
    'A "qcc use --undo" was interrupted before it had changed {file}; it was taken back. Type it again.',
  'refused.read-only':
    '{file} is read-only, so it is left alone. Make it writable, or start Claude Code with "qcc run", which changes no file.',
  'refused.folder-read-only':
    'Nothing may be written in {folder}, so {file} is left alone. Make it writable, or start Claude Code with "qcc run", which changes no file.',
  'refused.no-file': '{file} is not an ordinary file, so it is left alone. Move it away and type this again.',
  'refused.no-utf-8':
    '{file} is not in UTF-8, so it is left alone, and Claude Code cannot read it either. Save it as UTF-8.',
  'refused.unreadable': '{file} cannot be read: {why}. Mend that and type this again.',
  'refused.no-json':
    '{file} is no JSON, so it is left alone: line {line}, column {column} ({why}). Mend it there and type this again.',
  'refused.no-object':
    '{file} holds no settings: not an object in JSON. It is left alone. Mend it and type this again.',
  'refused.env-no-object':
    '"env" in {file} holds something else than variables, so the file is left alone. Mend it and type this again.',
  'refused.not-written':
    '{file} could not be written, and is as it was: {why}. Mend that and type this again.',
  'refused.changed-meanwhile':
    'Another program wrote {file} at the same moment; that was left as it is. Type this again.',
  'refused.not-tried': 'Nothing was tried in {file}: {why}. Mend that and type this again.',
  'refused.busy': 'Another qcc is just changing {file}. Type this again when it has ended.',
  'conflict.settings-win':
    '{file} sets {name} and wins over your own settings: Claude Code goes by that one here. Take it out there.',
  'conflict.other-provider':
    '{name} ({place}) leads Claude Code to another provider, whatever ANTHROPIC_BASE_URL says. Unset it.',
  'conflict.shell-ignored':
    '{name} of this shell has no effect: your settings of Claude Code set it too, and win over the shell.',
  'conflict.second-credential':
    '{name} ({place}) is sent as well: Claude Code then has two credentials, and warns of it. Unset it.',
  'conflict.key-helper':
    'apiKeyHelper in {file} is run as well: Claude Code sends what it prints as a second credential. Take it out.',
  'conflict.log-in':
    'The key of a log-in (primaryApiKey in {file}) is sent as well, and Claude Code warns of it. "/logout" in Claude Code removes it.',
  'conflict.no-proxy':
    '{name} ({place}) sends even requests for this machine to that HTTP proxy, where they fail. Add 127.0.0.1 to NO_PROXY there.',
  'conflict.not-loaded':
    'Claude Code loads nothing of {file}: at {name} (line:column) stands what it does not take, such as a comment or a comma too many. Take it out.',
  'conflict.in-shell': 'set in this shell',
  'conflict.in-file': 'set in {file}',
  'title.conflict': 'Conflict: {conflict}',
  'status.use-active-set': 'its settings point here ({file}), to the active set, by "qcc use"',
  'status.use-profile': 'its settings point here ({file}), to the profile {profile} only, by "qcc use"',
  'status.use-direct': 'its settings point to {url}, to {endpoint} without the proxy, by "qcc use" ({file})',
  'check.claude-overruled':
    'Claude Code does not go where its settings lead, for {about}; "qcc status" says what to do about it.',
  'log.settings-healed': 'settings of Claude Code after an interrupted {what}: {how} ({file})',
} as const

import type { NotifyAnswer } from '../admin/contract/notify.ts'
import type { ClaudeCode } from '../claude/claude-code.ts'
import type { PlacedFault } from '../document/yaml.ts'
import type { AppError } from '../errors/app-error.ts'
import type { Endpoint } from '../core/model.ts'
import type { Channel } from '../core/notify/notice.ts'
import type { Replayed } from '../ports/replayed.ts'
import type { Clock } from '../ports/clock.ts'
import type { ForeignFiles } from '../ports/foreign-files.ts'
import type { History } from '../ports/history.ts'
import type { QueueStore, Sealer } from '../ports/queue.ts'
import type { ProbeReport, Probing } from '../ports/probing.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { ScenarioText, Simulator } from '../ports/simulated.ts'
import type { Store, Version } from '../ports/store.ts'
import type { KeyVault } from '../ports/vault.ts'
import type { SettingsView } from '../settings/resolve.ts'
import type { Settings } from '../settings/schema.ts'
import type { SyncPlaces, SyncService } from '../sync/sync-service.ts'
import type { SyncStatus } from '../sync/sync-status.ts'
import type { Ask } from './ask.ts'
import type { ControlClient } from './control-client.ts'
import type { Output } from './output.ts'
import type { OwnHome } from './own-home.ts'
import type { OwnService } from './own-service.ts'
import type { ScenarioName } from './scenario-names.ts'
import type { Lang, Say } from './texts.ts'
import type { Daemon, ListeningProxy, ProxyWish } from './listening-proxy.ts'

/** What `app` hands to a command. The factories load what they build only when they are called. */
export interface Context {
  readonly version: string
  readonly lang: Lang
  readonly say: Say
  readonly output: Output
  readonly clock: Clock
  readonly redactor: Redactor
  /** Whether the reader is a program. */
  readonly json: boolean
  /** `--yes`: what would be asked for confirmation counts as confirmed. */
  readonly yes: boolean
  /** Where QCC keeps everything of its own. */
  readonly home: string
  /** The file in it that the configuration is stored in. */
  readonly database: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** SIGINT and SIGTERM, for a command that runs until it is told to stop. */
  readonly stopped: StopSignal
  /** Waits, and keeps the process alive meanwhile, which the clock does not. */
  wait(ms: number): Promise<void>
  /** A person to ask; null without a terminal, where nothing is ever asked. */
  ask(): Promise<Ask | null>
  /** All of standard input as text, for keys and documents that are piped in. */
  input(): Promise<string>
  store(): Promise<Store>
  /** What happened to requests, kept apart from the configuration. The second one makes none where there is none. */
  history(): Promise<History>
  keptHistory(): Promise<History | null>
  /** The file that it is kept in. */
  readonly historyFile: string
  /**
   * The requests that are kept, opened at the first use; only keeping one makes the file. `onDamage`, for the proxy of
   * the home alone: a damaged file is set aside and told, where for others it is an error.
   */
  queue(onDamage?: (why: string) => void): Promise<QueueStore>
  /** Seals what is kept, with the data key of the home. */
  sealer(): Promise<Sealer>
  /** What an endpoint's answer says, whether a stream or whole; empty where it is no message. */
  readAnswer(body: Uint8Array): Promise<AnswerContent>
  /** What can be read of a damaged database: versions, newest first. */
  salvage(): Promise<readonly Version[]>
  keys(): Promise<KeyVault>
  /** A new client token, and the hash that is kept of it. */
  makeToken(): Promise<{ readonly token: string; readonly hash: string }>
  /** The settings in force, each with where its value comes from. */
  settings(): Promise<SettingsView>
  /** The proxy that serves this home; null when none runs. */
  proxy(): Promise<ControlClient | null>
  /** Makes the decisions of a flight log again; null when the text is none. */
  replay(flight: string): Promise<Replayed | null>
  /** Checks an endpoint without a proxy, with `key` instead of its own where one is given. */
  probe(endpoint: Endpoint, key: string | null): Promise<ProbeReport>
  /** Checks the endpoints of the configuration without a proxy, and keeps what that shows. */
  probing(): Promise<Probing & { close(): Promise<void> }>
  /** Sends a test message without a proxy: to one channel, or with null to all that are set up. */
  notify(channel: Channel | null): Promise<NotifyAnswer['tried']>
  /** Runs a proxy in this process. */
  startProxy(wish: ProxyWish): Promise<ListeningProxy>
  /** Starts one that outlives this process; resolves when it answers. */
  startDaemon(wish: ProxyWish): Promise<Daemon>
  /** Opens an address in the person's browser; false where none can be opened. */
  openBrowser(url: string): Promise<boolean>
  /** Whether a process has the home as its proxy, also one that answers nothing. */
  isHeld(): Promise<boolean>
  /** What lets the system start the proxy of this home; null where QCC knows of nothing that does. */
  service(): Promise<OwnService | null>
  /** What there is of QCC in its home. */
  ownHome(): Promise<OwnHome>
  /** Removes that, and resolves to what is left. Everything of it is closed before; throws `already-running` while a proxy holds it. */
  removeHome(): Promise<readonly string[]>
  /** What would keep a proxy from listening there now, such as who does already; null when nothing would. */
  listenFault(host: string, port: number): Promise<AppError | null>
  /** Set-ups of other programs. */
  foreign(): Promise<ForeignFiles>
  /** Sync as these settings say, which need not be stored yet, nor need the token for gists. Throws where they say `local`. */
  syncService(settings: Settings, token?: string | null): Promise<SyncService>
  /** Where sync could be set up. */
  syncPlaces(): Promise<SyncPlaces>
  /** How this home stands to its remote, without asking that. */
  syncStatus(): Promise<SyncStatus>
  /** Claude Code of this machine. */
  claude(): Promise<ClaudeCode>
  /** A scenario that ships with the program. */
  shippedScenario(name: ScenarioName): Promise<ScenarioText>
  /** A scenario ready to run, on the person's configuration or on the built-in one; or what is wrong with its text. */
  simulation(scenario: ScenarioText, isBuiltIn: boolean): Promise<ReadSimulation>
  /** Plays the demo. */
  demo(port: number | null, once: boolean): Promise<Shown>
}

/** The text of an answer, and the tools that it calls; `input` is JSON. */
export interface AnswerContent {
  readonly text: string
  readonly tools: readonly { readonly name: string; readonly input: string }[]
}

export type ReadSimulation =
  | { readonly kind: 'valid'; readonly simulator: Simulator }
  | { readonly kind: 'invalid'; readonly faults: readonly PlacedFault[] }

/** What a demo came to: every request was served completely, or not, or somebody ended it before. */
export type Shown = 'complete' | 'incomplete' | 'stopped'

export interface StopSignal {
  /** Resolves at the first signal after the call. */
  next(): Promise<void>
}

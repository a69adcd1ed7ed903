/** `qcc status --json`. */
import * as v from 'valibot'
import { conflict, inUse } from './claude-settings.ts'
import { endpointShape } from '../../views/shapes/endpoint.ts'
import { protectionShape } from '../../views/shapes/protection.ts'
import { queueSummary } from '../../views/shapes/queue.ts'
import { held } from '../../views/shapes/held.ts'
import { tierOrNone } from '../../views/shapes/tier.ts'
import { oneSwitch, tiers } from '../../views/shapes/tiers.ts'

export const statusShape = v.strictObject({
  version: v.string(),
  home: v.string(),
  /** Version of the configuration; 0 before the first change. */
  configuration: v.number(),
  /** As the proxy itself answered; null when none runs. */
  proxy: v.nullable(
    v.strictObject({
      url: v.string(),
      /** Address or name that it listens on. */
      host: v.string(),
      /** Whether that is more than this machine; then every request needs a client token. */
      beyondMachine: v.boolean(),
      /** Client tokens in force. */
      clientTokens: v.number(),
      version: v.string(),
      pid: v.number(),
      uptimeMs: v.number(),
      /** Requests without a complete answer. */
      open: v.number(),
      /** Version of the configuration that it follows. */
      configuration: v.number(),
      /** Why it does not follow the newest one; null when it does. */
      configurationFault: v.nullable(v.string()),
      /** How the tiers stand; null when it was started for one profile alone. */
      tiers: v.nullable(tiers),
      /** Since when this machine has no network; null when it has one, as far as is known. */
      networkDownSince: v.nullable(v.number()),
      /** Requests whose clients are held now, since nobody can serve them yet. */
      held,
    }),
  ),
  /** When another tier began to serve for the last time; null when none is on record. */
  lastSwitch: v.nullable(oneSwitch),
  /** Requests that nobody could serve. */
  queue: queueSummary,
  /** What serves the root URL. */
  active: v.strictObject({
    /**
     * `proxy`: the running proxy was started for that profile alone. `hand`: one was put first by hand;
     * `only`: by hand, and nothing else serves. `tiers`: those that have one.
     * `chosen` and `first`: the default profile, by choice or for want of one. `none`: there is no profile.
     */
    why: v.picklist(['proxy', 'hand', 'only', 'tiers', 'chosen', 'first', 'none']),
    /** In the order in which they are asked. */
    profiles: v.array(
      v.strictObject({
        name: v.string(),
        tier: tierOrNone,
        endpoints: v.array(
          v.strictObject({
            ...endpointShape.entries,
            /** Whether its reference leads to a key here and now. */
            hasKey: v.boolean(),
          }),
        ),
      }),
    ),
  }),
  protection: protectionShape,
  /** How this home stands to its remote, as far as is known without asking that; null where sync is not set up. */
  sync: v.nullable(
    v.strictObject({
      backend: v.picklist(['folder', 'git', 'gist']),
      place: v.string(),
      /** When both sides were last the same; null: never. */
      syncedAt: v.nullable(v.number()),
      /** The machine that wrote what was last seen there. */
      by: v.nullable(v.string()),
      /** How many things are new here; and there, when that was last looked at. */
      ahead: v.number(),
      behind: v.number(),
      /** Why the last sync did not come to its end. */
      fault: v.nullable(v.strictObject({ at: v.number(), why: v.string() })),
    }),
  ),
  /** What the person's own settings of Claude Code say. */
  claude: v.strictObject({
    file: v.string(),
    /** Null when they name no base URL. */
    baseUrl: v.nullable(v.string()),
    /** To this home's proxy, elsewhere, or to a place on this machine where nobody listens; null without a base URL. */
    leads: v.nullable(v.picklist(['here', 'elsewhere', 'nowhere'])),
    /** What `qcc use` has put there; null when nothing of it is in force. */
    use: v.nullable(inUse),
    /** What meets them in this folder and this shell, where they lead here or `qcc use` has made them. */
    conflicts: v.array(conflict),
  }),
  /** With `--check`, all that is wrong; null when it was not asked for. */
  faults: v.nullable(
    v.array(
      v.strictObject({
        kind: v.picklist([
          'no-profile',
          'no-endpoint',
          'proxy-not-running',
          'configuration-refused',
          'network-down',
          'keys-unreadable',
          'queue-unreadable',
          'key-missing',
          'nobody-can-serve',
          'fenced-by-hand',
          'failover-off',
          'claude-points-nowhere',
          'claude-overruled',
        ]),
        /** The profiles, endpoint, URL or reason that it is about; null where there is none. */
        about: v.nullable(v.string()),
      }),
    ),
  ),
})

export type StatusShape = v.InferOutput<typeof statusShape>

import type { Credentials } from '../../store/credentials.js'
import type { Database } from '../../store/database.js'
import type { IntrospectionCredentials } from '../../store/introspection-credentials.js'
import type { Clock } from '../../values/clock.js'
import type { Signal } from '../../values/signal.js'
import type { AppOrigins } from './app-origins.js'
import type { Settings } from './setting-values.js'

/** One PropelAuth environment: state, keys, clock and addresses. The first argument of every domain function. */
export interface Project extends Credentials {
  readonly db: Database
  readonly clock: Clock
  /** The origin where browsers and backends reach the emulator. */
  readonly authUrl: string
  /** The `iss` of tokens. */
  readonly issuer: string
  readonly appOrigins: AppOrigins
  /** What MCP servers send to the introspection endpoint. */
  readonly introspection: IntrospectionCredentials
  /** Settings that were chosen at the start. They take precedence over the seed. */
  readonly chosenSettings: Partial<Settings>
  /** Whether other machines can connect. The control API and the sign-up then need the control key. */
  readonly exposed: boolean
  /** Whether the personas have a random password instead of the documented one. */
  readonly privatePasswords: boolean
  /** Whether changes are events for webhooks. The initial state is not: a seed changes the project without events. */
  readonly recordsEvents: boolean
  /** Whether limits bind, such as a full organization. They bind changes, not the entries of a seed. */
  readonly enforcesLimits: boolean
  /** Notified when a webhook can be due: after an event, a replay, or a change of the clock. */
  readonly webhookSignal: Signal
}

/** The project, for the entries of a seed. */
export const forSeed = (project: Project): Project => ({ ...project, recordsEvents: false, enforcesLimits: false })

/** The project, for changes that are no events. */
export const withoutEvents = (project: Project): Project => ({ ...project, recordsEvents: false })

import type { Credentials } from '../../store/credentials.js'
import type { Database } from '../../store/database.js'
import type { Clock } from '../../values/clock.js'
import type { AppOrigins } from './app-origins.js'

/** One PropelAuth environment: its state, keys, clock and addresses. Every domain function takes it first. */
export interface Project extends Credentials {
  readonly db: Database
  readonly clock: Clock
  /** The origin where browsers and backends reach the emulator. */
  readonly authUrl: string
  /** What tokens carry as `iss`; the auth URL unless told otherwise. */
  readonly issuer: string
  readonly appOrigins: AppOrigins
  /** Whether other machines can connect. The control API and signing up then ask for the control key. */
  readonly exposed: boolean
}

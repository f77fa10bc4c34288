import type { Webhooks } from '../../delivery/webhooks.js'
import type { Snapshots } from '../../domain/project/named-snapshots.js'
import type { Project } from '../../domain/project/project.js'
import type { Seed } from '../../seed/seed.js'
import type { Faults } from '../faults.js'
import type { RequestLog } from '../request-log.js'

export interface ControlPorts {
  readonly log: RequestLog
  readonly faults: Faults
  readonly webhooks: Webhooks
  readonly snapshots: Snapshots
  /** The data directory as an absolute path, or `:memory:`. */
  readonly data: string
  /** When the emulator was started, by the time of the system in ISO 8601. */
  readonly started: string
  /** Restores the seed, or another one, or an empty project. @throws {SeedError} */
  reset(options: { readonly empty?: boolean; readonly seed?: Seed }): void
}

/** A call of the control API, not decoded. */
export interface ControlRequest extends ControlPorts {
  readonly project: Project
  readonly query: URLSearchParams
  /** Undefined for an empty body. */
  readonly body: unknown
}

/** Returns the JSON of the answer. */
export type ControlHandler = (request: ControlRequest) => object | Promise<object>

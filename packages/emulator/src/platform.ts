import type { Timer } from './delivery/timer.js'
import type { KeptProject } from './store/data-directory.js'

/** What an emulator takes from where it runs: Node, or a Durable Object. */
export interface Platform {
  /** Where the state is: a data directory as an absolute path, `:memory:`, or the name of another store. */
  readonly data: string
  readonly timer: Timer
  /** Called once, when the options have been checked. */
  openStore(): KeptProject
}

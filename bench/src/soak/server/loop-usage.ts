/** What a Node process says of its event loop, once a second. */
export interface LoopUsage {
  /** The share of the last second in which the loop was busy. */
  readonly utilization: number
  /** How late timers were, since the start: milliseconds. */
  readonly delayP99: number
  readonly delayMax: number
}

/** Per-request hooks of the platform: the context of a Worker, for example. */
export interface RequestContext {
  /** Keeps work alive after the response, as `ctx.waitUntil` does. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
}

/** What the platform knows about a request: the context of a Worker, for example. */
export interface RequestContext {
  /** Keeps work alive after the response, as `ctx.waitUntil` does. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
  /**
   * Whether the answer cannot set cookies, as in a server component. The session is then not refreshed, since the new
   * tokens would be lost: it is `active` while its access token is valid, and `unavailable` after that.
   */
  readonly readOnly?: boolean | undefined
}

import type { Context } from 'hono'

/** Looks for the execution context on demand: Hono throws if a server has none. */
export class Platform {
  readonly #c: Context

  constructor(c: Context) {
    this.#c = c
  }

  get waitUntil() {
    try {
      const { executionCtx } = this.#c
      return (promise: Promise<unknown>) => executionCtx.waitUntil(promise)
    } catch {
      return undefined
    }
  }
}

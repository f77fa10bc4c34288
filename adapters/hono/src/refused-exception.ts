import type { AuthError } from '@propelauth-edge/core'
import { HTTPException } from 'hono/http-exception'

/**
 * The exception of a guard that refuses: an `HTTPException` with a message. Its response can be asked for more than
 * once, as error handlers and loggers do.
 */
export class RefusedException extends HTTPException {
  declare readonly cause: AuthError

  constructor(error: AuthError) {
    super(error.status, { res: error.toResponse(), message: error.message, cause: error })
    // A log of the exception must not show the cookies of its response.
    Object.defineProperty(this, 'res', { enumerable: false })
  }

  override getResponse(): Response {
    return this.cause.toResponse()
  }
}

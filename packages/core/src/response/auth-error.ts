import { type AuthErrorOptions, toResponse } from './challenge.js'
import { AUTH_ERRORS, type AuthErrorCode } from './errors.js'
import { type Refusal, refuse } from './refusal.js'

// From the global symbol registry, which all realms and bundled copies share; `instanceof` fails between copies.
const brand = /* @__PURE__ */ Symbol.for('propelauth-edge.AuthError')

export interface ErrorResponseOptions {
  /** Put the exact reason into the body (the debug mode of the FastAPI library). Leave it off in production. */
  readonly detail?: boolean | undefined
}

/**
 * A refused request. `code` is the reason (see {@link AUTH_ERRORS}), `status` the HTTP status, `toResponse()` the
 * finished response. Diagnostics are not enumerable, so frameworks that copy an error's properties into a body leak
 * nothing.
 *
 * @example
 * ```ts
 * throw new AuthError('not_org_member')
 * ```
 */
export class AuthError extends Error {
  readonly code: AuthErrorCode
  readonly status: (typeof AUTH_ERRORS)[AuthErrorCode]['status']
  readonly #refusal: Refusal
  readonly #settings: AuthErrorOptions

  constructor(code: AuthErrorCode, options: AuthErrorOptions = {}) {
    const { status, title } = AUTH_ERRORS[code]
    super(title, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = status
    // Set here: bundlers keep a class with a computed member, even if it is unused.
    Object.defineProperty(this, brand, { value: true })
    this.#refusal = refuse(code, options.detail, { retryAfterSeconds: options.retryAfterSeconds })
    this.#settings = options
  }

  override get name(): 'AuthError' {
    return 'AuthError'
  }

  /** The exact reason, for logs. */
  get detail(): string | undefined {
    return this.#refusal.detail
  }

  /** After how many seconds the same request may succeed, if that is known. */
  get retryAfterSeconds(): number | undefined {
    return this.#refusal.retryAfterSeconds
  }

  /** The response to send: status, `WWW-Authenticate` (RFC 6750 §3), problem+json (RFC 9457), never cached. */
  toResponse({ detail }: ErrorResponseOptions = {}): Response {
    return toResponse(this.#refusal, this.#settings, detail)
  }

  /** `toResponse` under the name that Hono looks for on an error. */
  getResponse(): Response {
    return this.toResponse()
  }
}

/** Whether a value is an {@link AuthError}, of this or another bundled copy of the package. */
export function isAuthError(value: unknown): value is AuthError {
  return typeof value === 'object' && value !== null && brand in value
}

/**
 * Turns an {@link AuthError} into its response and rethrows everything else.
 *
 * @example
 * ```ts
 * try {
 *   const user = await propelAuth.validateRequest(request)
 *   return Response.json({ userId: user.userId })
 * } catch (error) {
 *   return errorResponse(error)
 * }
 * ```
 */
export function errorResponse(error: unknown, options?: ErrorResponseOptions): Response {
  if (!isAuthError(error)) throw error
  return error.toResponse(options)
}

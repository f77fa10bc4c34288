/** Why a request was refused. `body_too_large` is a 413, all others are a 400. */
export type WebhookErrorCode =
  | 'missing_header'
  | 'bad_id'
  | 'bad_timestamp'
  | 'too_old'
  | 'too_new'
  | 'body_too_large'
  | 'no_match'
  | 'body_not_json'

/**
 * A refused request. `code` is the reason, `status` the HTTP status, `toResponse()` the finished response. The message is
 * for logs: it never quotes the body, which may contain links that log a user in.
 *
 * @example
 * ```ts
 * try {
 *   const event = await webhooks.verifyRequest(request)
 *   return Response.json({ received: event.eventType })
 * } catch (error) {
 *   if (error instanceof WebhookError) return error.toResponse()
 *   throw error
 * }
 * ```
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError'
  declare readonly code: WebhookErrorCode
  declare readonly status: 400 | 413

  constructor(code: WebhookErrorCode, message: string) {
    super(message)
    Object.assign(this, { code, status: code === 'body_too_large' ? 413 : 400 })
  }

  /** The response to send: JSON with status and code. */
  toResponse(): Response {
    const { status, code } = this
    return Response.json({ status, code }, { status })
  }
}

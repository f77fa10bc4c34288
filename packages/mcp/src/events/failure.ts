/** Shorter ones are also parts of ordinary words. */
const shortestSecret = 8

/**
 * What may be told about a failed `fetch`: the message of the error and of its cause. The rest stays behind, since errors
 * of HTTP libraries hold the request, and some messages quote it: every secret in the text is replaced.
 */
export function toFailure(thrown: unknown, secrets: readonly string[]): Error {
  const { message = thrown, cause } = Object(thrown)
  const texts = [message, Object(cause).message].filter((text) => typeof text === 'string')
  return new Error(
    secrets
      .filter(({ length }) => length >= shortestSecret)
      .reduce((redacted, secret) => redacted.replaceAll(secret, '[secret]'), texts.join(': ')),
  )
}

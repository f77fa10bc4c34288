/**
 * What may be told about a failed `fetch`: the message of the error and of its cause. The rest stays behind, since errors
 * of HTTP libraries hold the request, and some messages quote it: every secret in the text is replaced.
 */
export function toFailure(thrown: unknown, secrets: readonly string[]): Error {
  const { message = thrown, cause } = Object(thrown)
  const texts = [message, Object(cause).message].filter((text) => typeof text === 'string')
  return new Error(secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), texts.join(': ')))
}

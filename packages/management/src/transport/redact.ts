/** A copy of a JSON value without the API key in its keys and values. */
export type Redact = <Value>(value: Value) => Value

/**
 * Finds the key in every spelling that JSON and URLs have for it (`\u0063`, `\/`, `%2F`), also in JSON within text. Fewer
 * than 8 characters may be part of ordinary words, so a short key is removed only behind `Bearer`.
 */
export function createRedact(apiKey: string): Redact {
  const spellings = apiKey.replace(/./g, (letter) => {
    const code = letter.charCodeAt(0).toString(16)
    // Bounded, and of one length for a backslash itself, so that no text makes the search slow.
    return letter === '\\' ? '\\\\{2}' : `\\\\{0,31}((u00|%)${code}|\\x${code})`
  })
  const secret = new RegExp((apiKey[7] ? '' : '(?<=bearer )') + spellings, 'gi')
  return (value) => JSON.parse(JSON.stringify(value).replace(secret, '[API key]'))
}

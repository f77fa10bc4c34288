/** A URL on loopback: what is sent there stays on this machine. */
export const LOOPBACK = /^https?:\/\/(([^/@]+\.)?localhost|127(\.\d+){3}|\[::1\])(:\d+)?\//

/**
 * Plain http would show the API key to the network.
 * @throws {TypeError} no URL, or one to which an API key must not be sent
 */
export function readUrl(name: string, text: string | undefined = '', allowHttp: unknown): URL {
  const url = URL.canParse(text) && new URL(text)
  if (url && (url.protocol === 'https:' || LOOPBACK.test(url.href) || (allowHttp && url.protocol === 'http:')))
    return url
  throw new TypeError(`${name} must be https, or http on loopback or with allowEmulator`)
}

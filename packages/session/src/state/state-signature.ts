const algorithm = { name: 'HMAC', hash: 'SHA-256' }

const toBytes = (text: string) => new TextEncoder().encode(text)

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Imported for each use: a kept promise could belong to a request that has ended. */
const importKey = (apiKey: string) =>
  crypto.subtle.importKey('raw', toBytes(apiKey), algorithm, false, ['sign', 'verify'])

/** Separates this use of the API key from any other. */
const toMessage = (parts: readonly string[]) => toBytes(['propelauth-edge login state', ...parts].join('\n'))

/** The signature of texts without line breaks, in hexadecimal. */
export async function sign(apiKey: string, parts: readonly string[]): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.sign(algorithm.name, await importKey(apiKey), toMessage(parts))))
}

/** Compares in constant time. */
export async function isSigned(apiKey: string, parts: readonly string[], signature: string): Promise<boolean> {
  if (!/^([\da-f]{2}){32}$/.test(signature)) return false
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return crypto.subtle.verify(algorithm.name, await importKey(apiKey), bytes, toMessage(parts))
}

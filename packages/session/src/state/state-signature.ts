import { hex, toBytes } from '@propelauth-edge/core/adapter'
import type { Settings } from '../options/settings.js'

/** The signature of a text, in hexadecimal. */
export async function sign({ apiKey }: Pick<Settings, 'apiKey'>, text: string): Promise<string> {
  // Imported for each use: a kept promise could belong to a request that has ended.
  const key = await crypto.subtle.importKey('raw', toBytes(apiKey), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  // The prefix separates this use of the API key from any other.
  const signature = await crypto.subtle.sign('HMAC', key, toBytes(`propelauth-edge login state\n${text}`))
  return hex(new Uint8Array(signature))
}

import { ask, type fetchKeySet, toJson } from './fetch-jwks.js'
import { parseVerifierKey } from './pem.js'

/**
 * The verification metadata of the service (docs/access-token.md), for an auth URL without a key set: one PEM, which
 * matches any kid. Needs the API key.
 */
export function pemFallback(metadataUrl: string, apiKey: string): Parameters<typeof fetchKeySet>[2] {
  return async (origin, signal) => {
    // `fetch` would quote the API key in its error.
    if (!/^[!-~]+$/.test(apiKey)) throw new Error('the API key has characters that no header can hold')
    const metadata = toJson(await ask(origin, metadataUrl, signal, { authorization: `Bearer ${apiKey}` }))
    return [parseVerifierKey(String((metadata as { verifier_key_pem?: unknown } | null)?.verifier_key_pem))]
  }
}

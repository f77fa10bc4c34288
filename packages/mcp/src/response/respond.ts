import type { Refusal } from '@propelauth-edge/core'
import { toRefusalResponse } from '@propelauth-edge/core/adapter'
import { withCors } from './cors.js'

/** The response to a refusal. The challenge names the document of the server and the scopes of the request. */
export type Respond = (refusal: Refusal, scopes: readonly string[], showDetail?: boolean) => Response

const challenge = 'www-authenticate'

export function createRespond(resourceMetadata: string): Respond {
  const challenger = { parts: { challenge: { resourceMetadata } } }
  return (refusal, scopes, showDetail) => {
    const response = withCors(toRefusalResponse(challenger, refusal, showDetail))
    const { headers } = response
    // Scopes have neither quotes nor backslashes.
    if (scopes[0] && headers.has(challenge))
      headers.set(challenge, `${headers.get(challenge)}, scope="${scopes.join(' ')}"`)
    return response
  }
}

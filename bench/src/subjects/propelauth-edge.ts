import { createPropelAuth, type PropelAuthOptions } from '@propelauth-edge/core'
import type { Issuer } from '../tokens/token-set.ts'
import { everywhere, type Subject, type Verifier } from './subject.ts'

/** The name of what every ratio is taken against. */
export const ours = 'propelauth-edge'

/** As most people use it: the keys come from the key server, here one without a network. */
export const optionsFor = ({ issuer, jwk }: Issuer): PropelAuthOptions => ({
  authUrl: issuer,
  fetch: async () => Response.json({ keys: [jwk] }),
})

function toVerifier(options: PropelAuthOptions): Verifier {
  const propelAuth = createPropelAuth(options)
  return {
    async verify(request) {
      const result = await propelAuth.authenticateRequest(request)
      return result.ok ? result.user.userId : undefined
    },
  }
}

export const propelAuthEdge: Subject = {
  name: ours,
  packages: ['@propelauth-edge/core'],
  runtimes: everywhere,
  createVerifier: (issuer) => toVerifier(optionsFor(issuer)),
}

export const propelAuthEdgeUncached: Subject = {
  name: `${ours}, cache off`,
  packages: ['@propelauth-edge/core'],
  runtimes: everywhere,
  createVerifier: (issuer) => toVerifier({ ...optionsFor(issuer), tokenCache: false }),
}

/** With the key set in hand, as the peers have it: the start alone differs. */
export const propelAuthEdgeKeysInHand: Subject = {
  name: `${ours}, keys in hand`,
  packages: ['@propelauth-edge/core'],
  runtimes: everywhere,
  createVerifier: ({ issuer, jwk }) => toVerifier({ authUrl: issuer, jwks: { keys: [jwk] } }),
}

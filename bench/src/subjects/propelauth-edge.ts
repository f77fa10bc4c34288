import { createPropelAuth, type PropelAuthOptions } from '@propelauth-edge/core'
import type { Issuer } from '../tokens/token-set.ts'
import type { Library } from './library.ts'
import { everywhere, type Subject } from './subject.ts'

/** The name of what every ratio is taken against. */
export const ours = 'propelauth-edge'

export const oursUncached = `${ours}, cache off`

/** As most people use it: the keys come from the key server, here one without a network. */
export const optionsFor = ({ issuer, jwk }: Issuer): PropelAuthOptions => ({
  authUrl: issuer,
  fetch: async () => Response.json({ keys: [jwk] }),
})

/** A build of core under a name, with the options that it gets for an issuer. */
export const toCoreSubject = (
  name: string,
  create: Library['createCore'],
  toOptions: (issuer: Issuer) => PropelAuthOptions = optionsFor,
): Subject => ({
  name,
  packages: ['@propelauth-edge/core'],
  runtimes: everywhere,
  createVerifier(issuer) {
    const propelAuth = create(toOptions(issuer))
    return {
      async verify(request) {
        const result = await propelAuth.authenticateRequest(request)
        return result.ok ? result.user.userId : undefined
      },
    }
  },
})

export const propelAuthEdge: Subject = toCoreSubject(ours, createPropelAuth)

export const propelAuthEdgeUncached: Subject = toCoreSubject(oursUncached, createPropelAuth, (issuer) => ({
  ...optionsFor(issuer),
  tokenCache: false,
}))

/** With a fixed key set, as the other libraries have it: only the start differs. */
export const propelAuthEdgeFixedKeys: Subject = toCoreSubject(
  `${ours}, fixed keys`,
  createPropelAuth,
  ({ issuer, jwk }) => ({ authUrl: issuer, jwks: { keys: [jwk] } }),
)

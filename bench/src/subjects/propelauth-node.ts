import { initBaseAuth } from '@propelauth/node'
import { everywhere, type Subject } from './subject.ts'

/** The official library; it takes the header as a whole and gives a user back, as ours does. */
export const propelAuthNode: Subject = {
  name: '@propelauth/node',
  packages: ['@propelauth/node'],
  runtimes: everywhere,
  createVerifier({ issuer, pem }) {
    const auth = initBaseAuth({
      authUrl: issuer,
      apiKey: 'never-sent',
      manualTokenVerificationMetadata: { verifierKey: pem, issuer },
    })
    return {
      async verify(request) {
        try {
          const header = request.headers.get('authorization') ?? undefined
          return (await auth.validateAccessTokenAndGetUser(header)).userId
        } catch {
          return undefined
        }
      },
    }
  },
}

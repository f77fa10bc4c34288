import { JwtVerifier } from 'aws-jwt-verify'
import { everywhere, type Subject, throwing } from './subject.ts'

export const awsJwtVerify: Subject = {
  name: 'aws-jwt-verify',
  packages: ['aws-jwt-verify'],
  runtimes: everywhere,
  createVerifier({ issuer, jwk }) {
    const verifier = JwtVerifier.create({ issuer, audience: null, jwksUri: `${issuer}/.well-known/jwks.json` })
    verifier.cacheJwks({ keys: [jwk] } as Parameters<typeof verifier.cacheJwks>[0])
    return throwing((token) => verifier.verify(token))
  },
}

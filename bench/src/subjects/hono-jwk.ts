import { verifyWithJwks } from 'hono/jwt'
import { everywhere, type Subject, throwing } from './subject.ts'

export const honoJwk: Subject = {
  name: 'hono/jwk',
  packages: ['hono'],
  runtimes: everywhere,
  createVerifier({ issuer, jwk }) {
    const options = { keys: [jwk], verification: { iss: issuer }, allowedAlgorithms: ['RS256'] as const }
    return throwing((token) => verifyWithJwks(token, options))
  },
}

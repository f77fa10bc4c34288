import { importJWK, jwtVerify } from 'jose'
import { everywhere, type Subject, throwing } from './subject.ts'

export const jose: Subject = {
  name: 'jose',
  packages: ['jose'],
  runtimes: everywhere,
  async createVerifier({ issuer, jwk }) {
    const key = await importJWK(jwk, 'RS256')
    const options = { issuer, algorithms: ['RS256'] }
    return throwing(async (token) => (await jwtVerify(token, key, options)).payload)
  },
}

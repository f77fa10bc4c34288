import { verifyToken } from '@clerk/backend'
import { everywhere, type Subject, throwing } from './subject.ts'

export const clerkBackend: Subject = {
  name: '@clerk/backend',
  packages: ['@clerk/backend'],
  runtimes: everywhere,
  createVerifier({ issuer, pem }) {
    return throwing(
      (token) => verifyToken(token, { jwtKey: pem, issuer }) as unknown as Promise<Record<string, unknown>>,
    )
  },
}

import { createVerifier } from 'fast-jwt'
import type { Issuer } from '../tokens/token-set.ts'
import { notInWorkerd, type Subject, throwing } from './subject.ts'

export const createFastJwt = ({ issuer, pem }: Issuer, cache: boolean) =>
  createVerifier({ key: pem, algorithms: ['RS256'], allowedIss: issuer, cache })

const toSubject = (name: string, cache: boolean): Subject => ({
  name,
  packages: ['fast-jwt'],
  runtimes: notInWorkerd,
  createVerifier(issuer) {
    const verify = createFastJwt(issuer, cache)
    return throwing(async (token) => verify(token))
  },
})

export const fastJwt: Subject = toSubject('fast-jwt', false)
/** 1,000 tokens, as `cache: true` means. */
export const fastJwtCached: Subject = toSubject('fast-jwt, cache on', true)

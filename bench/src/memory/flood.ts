import crypto from 'node:crypto'
import type { Subject } from '../subjects/subject.ts'
import { toClaims, userIdOf } from '../tokens/claims.ts'
import { toRequest } from '../tokens/to-request.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import { heapBytes } from './heap-bytes.ts'

const flood = 1_000_000
const looks = 20

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * The most bytes kept while so many different valid tokens come by. To sign them would take most of an hour, so the
 * RSA operation always succeeds here; everything else is real.
 */
export async function keptUnderFlood(subject: Subject, tokens: TokenSet): Promise<number> {
  Object.assign(crypto, { verify: () => true })
  const verifier = await subject.createVerifier(tokens)
  const header = encode({ alg: 'RS256', typ: 'JWT', kid: tokens.jwk.kid })
  const before = await heapBytes()
  let most = 0
  for (let index = 0; index < flood; index++) {
    const token = `${header}.${encode(toClaims(tokens, index, false))}.${crypto.randomBytes(256).toString('base64url')}`
    const userId = await verifier.verify(toRequest({ token }))
    if (userId !== userIdOf(index)) throw new Error(`token ${index} was refused`)
    if (index % (flood / looks) === 0) most = Math.max(most, (await heapBytes()) - before)
  }
  return most
}

import { awsJwtVerify } from './aws-jwt-verify.ts'
import { clerkBackend } from './clerk-backend.ts'
import { fastJwt, fastJwtCached } from './fast-jwt.ts'
import { honoJwk } from './hono-jwk.ts'
import { honoJwt } from './hono-jwt.ts'
import { jose } from './jose.ts'
import { propelAuthEdge, propelAuthEdgeUncached } from './propelauth-edge.ts'
import { propelAuthNode } from './propelauth-node.ts'
import { rawNodeCrypto, rawSubtle } from './raw-verify.ts'
import type { Subject } from './subject.ts'

export { rawNodeCrypto, rawSubtle }

/** Ours first: what every ratio is taken against. */
export const verifiers: readonly Subject[] = [
  propelAuthEdge,
  propelAuthEdgeUncached,
  jose,
  fastJwt,
  fastJwtCached,
  awsJwtVerify,
  honoJwt,
  honoJwk,
  clerkBackend,
  propelAuthNode,
  rawSubtle,
  rawNodeCrypto,
]

// Requests of attackers, which must be refused, and a few that must be admitted. Without the latter, a server could
// pass by refusing everything. One list for all adapters, servers and runtimes; its parts are in the folder `hostile`.
import type { TestIssuer } from '@propelauth-edge/core/testing'
import { closed, crossSite, type HostileCase, hungUp, tidied } from './hostile/case.ts'
import { withCookie } from './hostile/cookies.ts'
import { withGoodToken } from './hostile/good-token.ts'
import { withPreflight } from './hostile/preflights.ts'
import { withTwoHeaders } from './hostile/two-headers.ts'
import { withoutCredential } from './hostile/without-credential.ts'

export interface HostileOptions {
  /**
   * Whether `next start` stands before the handlers: it tidies paths by redirects, hangs up on
   * WebSockets, and hands on the first of two `Authorization` headers alone, as Node does.
   */
  readonly behindNext?: boolean
}

/** All of it, for an app at an origin that accepts the issuer. */
export async function hostileCases(
  issuer: TestIssuer,
  origin: string,
  { behindNext }: HostileOptions = {},
): Promise<HostileCase[]> {
  const userId = '3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11'
  const token = await issuer.token({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
  return [
    ...withoutCredential(token, userId, behindNext ? tidied : closed),
    ...withTwoHeaders(token, behindNext === true),
    ...withPreflight(),
    ...withCookie(token, origin, behindNext ? hungUp : crossSite),
    ...(await withGoodToken(issuer, userId)),
  ]
}

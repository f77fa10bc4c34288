import { CompactSign, calculateJwkThumbprint, exportJWK, exportSPKI, generateKeyPair } from 'jose'
import type { Fetch } from '../keys/fetch-jwks.js'
import type { JsonWebKeyLike, JsonWebKeySet } from '../keys/json-web-key.js'

/** A user to put into a token; everything has a default. */
export interface TestUser {
  readonly userId?: string
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly username?: string
  readonly legacyUserId?: string
  readonly impersonatorUserId?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly loginMethod?: { readonly loginMethod: string; readonly provider?: string; readonly orgId?: string }
}

/** A membership to put into a token. Roles are in the hierarchy Owner > Admin > Member unless stated otherwise. */
export interface TestOrg {
  readonly orgId: string
  readonly orgName?: string
  readonly role?: string
  readonly permissions?: readonly string[]
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly legacyOrgId?: string
  /** Several roles side by side, without a hierarchy. */
  readonly multiRole?: boolean
  readonly additionalRoles?: readonly string[]
  readonly inheritedRoles?: readonly string[]
}

export interface TestTokenOptions {
  readonly user?: TestUser
  readonly orgs?: readonly TestOrg[]
  /** Issues the token for this org alone, as for a user who has chosen it. */
  readonly activeOrg?: TestOrg
  /** Counted from now; negative for a token that has expired. Default: 1800, as the service has it. */
  readonly expiresInSeconds?: number
  /** Claims to add or to replace; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Header members to add or to replace; `undefined` takes one away. */
  readonly header?: Readonly<Record<string, unknown>>
}

export interface TestIssuerOptions {
  /** Default: `https://auth.example.com`. */
  readonly authUrl?: string
  readonly kid?: string
  /** The clock, in milliseconds of Unix time; give the same one to `createPropelAuth`. */
  readonly now?: () => number
}

/** A JOSE header (RFC 7515 §4); `alg` is RS256 unless stated. */
export interface TestHeader {
  readonly crit?: string[]
  readonly [name: string]: unknown
}

/** An issuer in your process: real keys, real signatures, no network. */
export interface TestIssuer {
  readonly authUrl: string
  readonly kid: string
  readonly jwks: JsonWebKeySet
  /** The public key as PEM. */
  readonly verifierKey: string
  /** An access token as the service would issue it (contract §3). */
  token(options?: TestTokenOptions): Promise<string>
  /** The same, as headers for a request. */
  headers(options?: TestTokenOptions): Promise<{ authorization: string }>
  /** Signs whatever it is given: for tokens no issuer would make. */
  sign(header: TestHeader, payload: string | Uint8Array): Promise<string>
  /** Serves the key set at its well-known address and 404 elsewhere. */
  readonly fetch: Fetch
}

const defaultUserId = '7f7a1c9e-52d5-4d2c-9c4f-3f1a7f3f0b01'

const hierarchy = ['Owner', 'Admin', 'Member']

function inheritedFrom({ role = 'Member', multiRole }: TestOrg): readonly string[] {
  const at = hierarchy.indexOf(role)
  return multiRole || at === -1 ? [role] : hierarchy.slice(at)
}

function toOrgClaim(org: TestOrg) {
  const { orgId, orgName = 'Acme', role = 'Member' } = org
  return {
    org_id: orgId,
    org_name: orgName,
    url_safe_org_name: orgName.toLowerCase().replace(/ /g, '-'),
    org_metadata: org.metadata ?? {},
    user_role: role,
    inherited_user_roles_plus_current_role: org.inheritedRoles ?? inheritedFrom(org),
    user_permissions: org.permissions ?? [],
    org_role_structure: org.multiRole ? 'multi_role' : 'single_role_in_hierarchy',
    additional_roles: org.additionalRoles ?? [],
    legacy_org_id: org.legacyOrgId,
  }
}

function toLoginMethodClaim({ loginMethod }: TestUser) {
  if (!loginMethod) return { login_method: 'password' }
  return { login_method: loginMethod.loginMethod, provider: loginMethod.provider, org_id: loginMethod.orgId }
}

function toUserClaims(user: TestUser) {
  const { userId = defaultUserId } = user
  return {
    sub: userId,
    user_id: userId,
    email: user.email ?? 'user@example.com',
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    legacy_user_id: user.legacyUserId,
    impersonator_user_id: user.impersonatorUserId,
    properties: user.properties,
    metadata: user.metadata,
    login_method: toLoginMethodClaim(user),
  }
}

function toOrgClaims({ orgs = [], activeOrg }: TestTokenOptions) {
  if (activeOrg) return { org_member_info: toOrgClaim(activeOrg) }
  return { org_id_to_org_member_info: Object.fromEntries(orgs.map((org) => [org.orgId, toOrgClaim(org)])) }
}

/** jose signs extensions only if it is told that they are understood. */
const understood = ({ crit = [] }: TestHeader) => Object.fromEntries(crit.map((name) => [name, true]))

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

/**
 * Makes an issuer for tests: `createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks })` accepts its tokens.
 *
 * @example
 * ```ts
 * const issuer = await createTestIssuer()
 * const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })
 * const headers = await issuer.headers({ orgs: [{ orgId: 'acme', role: 'Admin' }] })
 * const user = await propelAuth.validateRequest(new Request('https://api.example.com', { headers }))
 * ```
 */
export async function createTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const { authUrl = 'https://auth.example.com', now = Date.now } = options
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const publicJwk = await exportJWK(publicKey)
  const kid = options.kid ?? (await calculateJwkThumbprint(publicJwk))
  const jwks = { keys: [{ ...publicJwk, kid, use: 'sig', alg: 'RS256' } satisfies JsonWebKeyLike] }
  const issuer = new URL(authUrl).origin

  const sign: TestIssuer['sign'] = (header, payload) =>
    new CompactSign(typeof payload === 'string' ? new TextEncoder().encode(payload) : payload)
      .setProtectedHeader({ alg: 'RS256', ...header })
      .sign(privateKey, { crit: understood(header) })

  async function token(of: TestTokenOptions = {}) {
    const iat = Math.floor(now() / 1_000)
    const times = { iss: issuer, iat, exp: iat + (of.expiresInSeconds ?? 1_800) }
    const claims = { ...toUserClaims(of.user ?? {}), ...toOrgClaims(of), ...times, ...of.claims }
    return sign({ typ: 'JWT', kid, ...of.header }, encode(claims))
  }

  return {
    authUrl,
    kid,
    jwks,
    verifierKey: await exportSPKI(publicKey),
    token,
    headers: async (of) => ({ authorization: `Bearer ${await token(of)}` }),
    sign,
    fetch: async (url) =>
      url === `${issuer}/.well-known/jwks.json` ? Response.json(jwks) : new Response(null, { status: 404 }),
  }
}

import type { Fetch } from '../keys/fetch-jwks.js'
import type { JsonWebKeyLike, JsonWebKeySet } from '../keys/json-web-key.js'
import { encodeBytes } from '../token/base64url.js'
import { subtleCrypto } from '../token/runtime.js'

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
  /** Counted from now; negative for a token that has expired. Default: 1800, as for tokens of the service. */
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
  /** The clock, in milliseconds of Unix time; give the same one to `createPropelAuth`. Default: `Date.now` when used. */
  readonly now?: () => number
}

/** A JOSE header (RFC 7515 §4); `alg` is RS256 unless stated. */
export interface TestHeader {
  readonly crit?: string[]
  readonly [name: string]: unknown
}

/** An issuer in your process, with real keys and signatures and no network. */
export interface TestIssuer {
  readonly authUrl: string
  readonly kid: string
  readonly jwks: JsonWebKeySet
  /** The public key as PEM. */
  readonly verifierKey: string
  /** An access token as the service issues it (docs/access-token.md). */
  token(options?: TestTokenOptions): Promise<string>
  /** The same, as headers for a request. */
  headers(options?: TestTokenOptions): Promise<{ authorization: string }>
  /** Signs any header and payload: for tokens that no issuer makes. */
  sign(header: TestHeader, payload: string | Uint8Array): Promise<string>
  /** Serves the key set at its well-known URL and 404 elsewhere. */
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

const toBytes = (text: string) => new TextEncoder().encode(text)

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/**
 * Keys by Web Crypto alone, which takes bytes of every realm: test environments such as jsdom have a `Uint8Array` that
 * is not the one of `TextEncoder`.
 */
async function createKeys() {
  const parameters = { ...algorithm, modulusLength: 2_048, publicExponent: Uint8Array.of(1, 0, 1) }
  const { publicKey, privateKey } = await subtleCrypto().generateKey(parameters, true, ['sign', 'verify'])
  const { n = '', e = '' } = await subtleCrypto().exportKey('jwk', publicKey)
  const spki = new Uint8Array(await subtleCrypto().exportKey('spki', publicKey))
  return { n, e, spki, privateKey }
}

/** The thumbprint of a key (RFC 7638). */
async function toThumbprint(n: string, e: string): Promise<string> {
  const digest = await subtleCrypto().digest('SHA-256', toBytes(JSON.stringify({ e, kty: 'RSA', n })))
  return encodeBytes(new Uint8Array(digest))
}

function toPem(spki: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...spki)).match(/.{1,64}/g) ?? []
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----'].join('\n')
}

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
  // Looked up at each use: a fake clock may be installed later.
  const { authUrl = 'https://auth.example.com', now = () => Date.now() } = options
  const { n, e, spki, privateKey } = await createKeys()
  const kid = options.kid ?? (await toThumbprint(n, e))
  const jwks = { keys: [{ kty: 'RSA', n, e, kid, use: 'sig', alg: 'RS256' } satisfies JsonWebKeyLike] }
  const issuer = new URL(authUrl).origin

  const sign: TestIssuer['sign'] = async (header, payload) => {
    const bytes = typeof payload === 'string' ? toBytes(payload) : payload
    const input = `${encodeBytes(toBytes(JSON.stringify({ alg: 'RS256', ...header })))}.${encodeBytes(bytes)}`
    const signature = await subtleCrypto().sign(algorithm.name, privateKey, toBytes(input))
    return `${input}.${encodeBytes(new Uint8Array(signature))}`
  }

  async function token(of: TestTokenOptions = {}) {
    const iat = Math.floor(now() / 1_000)
    const times = { iss: issuer, iat, exp: iat + (of.expiresInSeconds ?? 1_800) }
    const claims = { ...toUserClaims(of.user ?? {}), ...toOrgClaims(of), ...times, ...of.claims }
    return sign({ typ: 'JWT', kid, ...of.header }, JSON.stringify(claims))
  }

  return {
    authUrl,
    kid,
    jwks,
    verifierKey: toPem(spki),
    token,
    headers: async (of) => ({ authorization: `Bearer ${await token(of)}` }),
    sign,
    fetch: async (url) =>
      url === `${issuer}/.well-known/jwks.json` ? Response.json(jwks) : new Response(null, { status: 404 }),
  }
}

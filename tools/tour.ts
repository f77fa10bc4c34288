// The requests of the demo, each with the answer it must get.

/** Orgs of the emulator's built-in seed (docs/emulator.md). */
export const acme = '14824461-43b7-4f9b-8e1b-a0f2e5717cd7'
export const globex = 'abb33ad5-5319-4131-8c79-00a8e81be3e3'

type Emulator = { readonly authUrl: string }

export interface Stop {
  readonly title: string
  readonly path: string
  /** The user whose token is sent; without it, no token is sent. */
  readonly as?: { readonly user: string; readonly expiresIn?: number }
  readonly status: number
  /** What `WWW-Authenticate` must contain. */
  readonly challenge?: string
  /** What the body must contain. */
  readonly body: string
}

export const stops: readonly Stop[] = [
  {
    title: 'no token',
    path: '/api/whoami',
    status: 401,
    challenge: 'Bearer realm="propelauth"',
    body: 'missing_token',
  },
  {
    title: 'an expired token',
    path: '/api/whoami',
    as: { user: 'member', expiresIn: -120 },
    status: 401,
    challenge: 'error="invalid_token"',
    body: 'token_expired',
  },
  { title: 'a member', path: '/api/whoami', as: { user: 'member' }, status: 200, body: 'member@acme.test' },
  { title: 'no token, where a user is optional', path: '/api/whoami_optional', status: 200, body: '{}' },
  { title: 'a member in their org', path: `/api/org/${acme}`, as: { user: 'member' }, status: 200, body: 'Acme' },
  {
    title: 'a member in another org',
    path: `/api/org/${globex}`,
    as: { user: 'member' },
    status: 403,
    challenge: 'error="insufficient_scope"',
    body: 'not_org_member',
  },
  {
    title: 'a member where at least Admin is required',
    path: `/api/org/${acme}/admin_or_owner`,
    as: { user: 'member' },
    status: 403,
    challenge: 'error="insufficient_scope"',
    body: 'insufficient_role',
  },
  {
    title: 'an owner where at least Admin is required',
    path: `/api/org/${acme}/admin_or_owner`,
    as: { user: 'owner' },
    status: 200,
    body: 'Acme',
  },
  {
    title: 'an owner where exactly Admin is required',
    path: `/api/org/${acme}/admin_only`,
    as: { user: 'owner' },
    status: 403,
    challenge: 'error="insufficient_scope"',
    body: 'insufficient_role',
  },
  {
    title: 'a member without the permission',
    path: `/api/org/${acme}/billing`,
    as: { user: 'member' },
    status: 403,
    challenge: 'error="insufficient_scope"',
    body: 'insufficient_permission',
  },
  {
    title: 'an admin with the permission',
    path: `/api/org/${acme}/billing`,
    as: { user: 'admin' },
    status: 200,
    body: 'Acme',
  },
]

/** The tour's last request: a cold isolate finds the key set in KV. */
export const keyCacheStop: Stop = {
  title: 'a member, after the Worker was restarted with the same KV',
  path: '/api/whoami',
  as: { user: 'member' },
  status: 200,
  body: 'member@acme.test',
}

/** An access token of the emulator. */
export async function mintToken(emulator: Emulator, of: NonNullable<Stop['as']>): Promise<string> {
  const response = await fetch(`${emulator.authUrl}/_emulator/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(of),
  })
  if (!response.ok) throw new Error(`the emulator refused to mint a token: ${await response.text()}`)
  return (await response.json()).accessToken
}

/** How often the Worker fetched the key set since the last call. */
export async function countKeyFetches(emulator: Emulator): Promise<number> {
  const log = `${emulator.authUrl}/_emulator/requests`
  const response = await fetch(`${log}?path=/.well-known/jwks.json`)
  await fetch(log, { method: 'DELETE' })
  return (await response.json()).requests.length
}

/** Sends the request, prints it with its answer, and says whether the answer was right. */
export async function visit(stop: Stop, workerUrl: string, emulator: Emulator): Promise<boolean> {
  const token = stop.as && (await mintToken(emulator, stop.as))
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const response = await fetch(workerUrl + stop.path, { headers })
  const challenge = response.headers.get('www-authenticate')
  const body = await response.text()
  const right =
    response.status === stop.status &&
    (stop.challenge ? challenge?.includes(stop.challenge) : challenge === null) &&
    body.includes(stop.body)
  console.log(`${right ? '✓' : '✗'} ${stop.title}`)
  console.log(`    GET ${stop.path}${token ? `   Authorization: Bearer ${token.slice(0, 12)}…` : ''}`)
  console.log(`    ${response.status} ${body}${challenge ? `\n    WWW-Authenticate: ${challenge}` : ''}`)
  return Boolean(right)
}

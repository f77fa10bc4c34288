// What the authorization server of the tests says about a token, by its name.

/** An answer of the authorization server. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export const credentials = { clientId: 'introspection-client', clientSecret: 'canary-of-the-secret' }

const resource = 'https://mcp.example.com/mcp'

/** The answer about a token at a time, in seconds. None is for a token that the server does not know. */
export const answerTo = (token: string, now: number): Answer | undefined =>
  // Most tokens of a flood are unknown: they should not cost the whole table.
  known.has(token) ? answersAt(now)[token] : undefined

function answersAt(now: number): Readonly<Record<string, Answer | undefined>> {
  const good = {
    active: true,
    sub: 'ada',
    aud: resource,
    scope: 'notes:read',
    client_id: 'editor',
    iat: now - 60,
    exp: now + 3_600,
    token_type: 'Bearer',
  }
  const json = (body: unknown): Answer => ({ status: 200, body: JSON.stringify(body) })
  const about = (changes: object) => json({ ...good, ...changes })
  const audience = (aud: unknown) => about({ aud })

  return {
    good: json(good),
    'good-for-writing': about({ scope: 'notes:read notes:write' }),
    'without-scope': about({ scope: '' }),
    'similar-scopes': about({ scope: 'notes:readonly Notes:read notes notes:* xnotes:read' }),
    'scope-as-list': about({ scope: ['notes:read'] }),
    'with-org': about({ org_id: 'acme' }),
    'without-client': about({ client_id: undefined }),
    'without-exp': about({ exp: undefined }),
    'members-that-are-null': about({
      client_id: null,
      exp: null,
      nbf: null,
      cnf: null,
      org_id: null,
      token_type: null,
    }),
    'expired-within-tolerance': about({ exp: now - 5 }),

    revoked: json({ active: false }),
    expired: about({ exp: now - 11 }),
    'not-yet-active': about({ nbf: now + 60 }),
    refresh: about({ token_type: 'refresh_token' }),
    bound: about({ cnf: { 'x5t#S256': 'thumbprint' } }),
    'without-sub': about({ sub: undefined }),
    'sub-not-text': about({ sub: 7 }),
    'exp-as-text': about({ exp: String(now + 3_600) }),
    'nbf-as-text': about({ nbf: 'now' }),

    'aud-with-trailing-slash': audience(`${resource}/`),
    'aud-in-capitals': audience('HTTPS://MCP.Example.COM/mcp'),
    'aud-with-default-port': audience('https://mcp.example.com:443/mcp'),
    'aud-in-list': audience(['https://other.example.com/mcp', resource]),
    'aud-as-resource': about({ aud: undefined, resource }),
    'without-aud': about({ aud: undefined }),
    'aud-of-other-path': audience('https://mcp.example.com/other'),
    'aud-of-longer-path': audience(`${resource}/admin`),
    'aud-of-parent': audience('https://mcp.example.com/'),
    'aud-of-other-host': audience('https://mcp.example.com.evil.example/mcp'),
    'aud-of-other-port': audience('https://mcp.example.com:8443/mcp'),
    'aud-of-other-scheme': audience('http://mcp.example.com/mcp'),
    'aud-with-dot-segments': audience('https://mcp.example.com/other/../mcp'),
    'aud-with-two-slashes': audience(`${resource}//`),
    'aud-in-other-case': audience('https://mcp.example.com/MCP'),
    'aud-with-query': audience(`${resource}?tenant=1`),
    'aud-with-fragment': audience(`${resource}#fragment`),
    'aud-with-user': audience('https://mcp.example.com@evil.example/mcp'),
    'aud-in-other-list': audience(['https://other.example.com/mcp', 'https://mcp.example.com']),
    'aud-in-list-of-lists': audience([[resource]]),
    'aud-empty': audience(''),
    'aud-other-resource-own': about({ aud: 'https://other.example.com/mcp', resource }),

    html: { status: 200, body: '<!doctype html><title>Sign in</title>', headers: { 'content-type': 'text/html' } },
    redirect: { status: 302, body: '', headers: { location: 'https://evil.example/introspect' } },
    'active-as-text': about({ active: 'true' }),
    'active-missing': about({ active: undefined }),
    list: json([good]),
    null: json(null),
    'not-found': { status: 404, body: 'not found' },
    'server-error': { status: 500, body: JSON.stringify(good) },
    'wrong-credentials': { status: 401, body: JSON.stringify(good) },
    'too-many': { status: 429, body: '{}', headers: { 'retry-after': '7' } },
  }
}

const known: ReadonlySet<string> = new Set(Object.keys(answersAt(0)))

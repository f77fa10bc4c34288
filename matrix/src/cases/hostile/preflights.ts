import { type Expected, foreign, type HostileCase, missing, pairs } from './case.ts'

const preflight = {
  origin: foreign,
  'access-control-request-method': 'GET',
  'access-control-request-headers': 'authorization',
}

export function withPreflight(): HostileCase[] {
  const ask = (path: string, expected: Expected): HostileCase => ({
    title: `a preflight of ${path}`,
    method: 'OPTIONS',
    path,
    headers: pairs(preflight),
    expected,
  })
  const readable = { 'access-control-allow-origin': '*' }
  return [
    ...['/api/me', '/api/org/acme', '/cookie', '/two/acme', '/two-reversed/acme'].map((path) => ask(path, missing)),
    ask('/cors/me', { status: [200, 204], headers: readable, runs: false }),
    {
      title: 'a refusal that a page may read, since CORS comes before the guard',
      method: 'GET',
      path: '/cors/me',
      headers: [['origin', foreign]],
      expected: { ...missing, headers: readable },
    },
    {
      title: 'what only looks like a preflight',
      method: 'GET',
      path: '/cors/me',
      headers: pairs(preflight),
      expected: missing,
    },
  ]
}

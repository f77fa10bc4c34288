import { expect, test } from 'vitest'
import server from '../src/server-timing/hono.ts'
import { GET } from '../src/server-timing/plain.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { serveFetch } from './serve.ts'

const ask = await serveFetch((request) => server.fetch(request))

const timingOf = (response: Response) => response.headers.get('server-timing')?.replace(/dur=[\d.]+/g, 'dur=N')

describeGuards(ask, { cors: '*' })

test('a response has the events of its request', async () => {
  const headers = await issuer.headers()
  expect(timingOf(await ask('/api/me', { headers }))).toMatch(/auth-accepted;dur=N;desc="(memory|origin)"$/)
  expect(timingOf(await ask('/api/me', { headers }))).toBe('auth-accepted;dur=N;desc="token"')
})

test('a refusal has its code', async () => {
  expect(timingOf(await ask('/api/me'))).toBe('auth-refused;dur=N;desc="missing_token"')
})

test('concurrent requests have their own events', async () => {
  const headers = await issuer.headers()
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => ask('/api/me', i % 2 ? { headers } : {})))
  for (const answer of answers)
    expect(timingOf(answer)).toMatch(answer.ok ? /^auth-accepted;dur=N;desc="\w+"$/ : /^auth-refused;dur=N;desc="\w+"$/)
})

test('a plain handler can be wrapped', async () => {
  const headers = await issuer.headers()
  expect(timingOf(await GET(new Request('https://api.example.com', { headers })))).toMatch(
    /auth-accepted;dur=N;desc="origin"/,
  )
  expect(timingOf(await GET(new Request('https://api.example.com')))).toMatch(/^auth-refused/)
})

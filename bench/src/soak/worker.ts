import { createPropelAuth, type JwksCache, type PropelAuth } from '@propelauth-edge/core'
import { processHeader } from './process-header.ts'

interface Env {
  readonly AUTH_URL: string
  readonly KV_URL: string
  readonly PROCESS: string
}

interface Context {
  waitUntil(promise: Promise<unknown>): void
}

/** A store across the network, which throws whatever goes wrong there. */
function httpJwksCache(url: string): JwksCache {
  async function ask(key: string, init?: RequestInit): Promise<Response | undefined> {
    const response = await fetch(`${url}/${encodeURIComponent(key)}`, init)
    if (response.ok) return response
    await response.body?.cancel()
    if (response.status === 404) return undefined
    throw new Error(`the store answers ${response.status}`)
  }
  return {
    get: async (key) => (await ask(key))?.json(),
    put: async (key, entry) => void (await ask(key, { method: 'PUT', body: JSON.stringify(entry) })),
  }
}

let propelAuth: PropelAuth | undefined

/** As a Worker has it: one instance for the isolate, made at the first request. */
function instanceOf({ AUTH_URL, KV_URL, PROCESS }: Env): PropelAuth {
  propelAuth ??= createPropelAuth({
    authUrl: AUTH_URL,
    jwksCache: httpJwksCache(KV_URL),
    // Only to tell the origin which process asks.
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, [processHeader]: PROCESS } }),
  })
  return propelAuth
}

export default {
  async fetch(request: Request, env: Env, context: Context): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/ready') return new Response(null, { status: 204 })
    const waitUntil = pathname === '/bare' ? undefined : (promise: Promise<unknown>) => context.waitUntil(promise)
    const result = await instanceOf(env).authenticateRequest(request, { waitUntil })
    return result.ok ? Response.json({ userId: result.user.userId }) : result.response()
  },
}

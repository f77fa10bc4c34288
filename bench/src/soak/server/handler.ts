import { createPropelAuth, type JwksCache, type PropelAuth } from '@propelauth-edge/core'
import { processHeader } from './process-header.ts'

/** The environment of a process under test. */
export interface SoakEnv {
  readonly AUTH_URL: string
  readonly KV_URL: string
  readonly PROCESS: string
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

/** The instance of a process, with keys from the key server and the store between them. */
export const createInstance = ({ AUTH_URL, KV_URL, PROCESS }: SoakEnv): PropelAuth =>
  createPropelAuth({
    authUrl: AUTH_URL,
    jwksCache: httpJwksCache(KV_URL),
    // Only so that the key server knows which process asks.
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, [processHeader]: PROCESS } }),
  })

type WaitUntil = (promise: Promise<unknown>) => void

/** Answers with the user id or the refusal; `/bare` is a handler that has no `waitUntil`. */
export async function answer(propelAuth: PropelAuth, request: Request, waitUntil: WaitUntil): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/ready') return new Response(null, { status: 204 })
  const result = await propelAuth.authenticateRequest(request, {
    waitUntil: pathname === '/bare' ? undefined : waitUntil,
  })
  return result.ok ? Response.json({ userId: result.user.userId }) : result.response()
}

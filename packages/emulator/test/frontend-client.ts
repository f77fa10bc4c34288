import { createFrontendApisClient } from '@propelauth/frontend-apis'
import { vi } from 'vitest'
import type { Emulator } from '../src/index.js'
import { type Browser, browser } from './fixture.js'
import { recorded } from './recorded.js'

export const APP_ORIGIN = 'http://localhost:3000'

/** The official client in a page of an app, with the cookies of its browser. */
export interface AppPage {
  readonly api: ReturnType<typeof createFrontendApisClient>
  readonly visitor: Browser
  /** The address of the user who is signed in, or the status without one. */
  session(): Promise<string | number>
}

/** The functions of the client that pages have called with success. */
export const calledFunctions = new Set<string>()

/** A refusal is no success. What only opens a page has no answer. */
const isSuccess = (answer: unknown): boolean => (answer as { readonly ok: boolean } | undefined)?.ok !== false

/** The pages whose requests the global `fetch` makes, by the base URL of their client. */
const pages = new Map<string, (url: string, init: RequestInit) => Promise<Response>>()

/** Opens a page of an app. The client has no option for `fetch`, so it gets a base URL of its own. */
export function appPage(emulator: Emulator): AppPage {
  const visitor = browser(emulator)
  const baseApiUrl = `http://page-${pages.size}.test`
  pages.set(baseApiUrl, (url, init) => visitor.request(url.replace(baseApiUrl, emulator.authUrl), withOrigin(init)))
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const page = Array.from(pages).find(([base]) => url.startsWith(`${base}/`))
    if (!page) throw new Error(`${url} is of no page`)
    return page[1](url, init)
  })
  return {
    api: recorded(createFrontendApisClient({ authUrl: emulator.authUrl, baseApiUrl }), calledFunctions, isSuccess),
    visitor,
    async session() {
      const { status, body } = await visitor.get('/api/v1/refresh_token', { Origin: APP_ORIGIN })
      return status === 200 ? body.user.email : status
    },
  }
}

/** The request as a page of the app sends it. */
export function withOrigin(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers)
  headers.set('Origin', APP_ORIGIN)
  return { ...init, headers }
}

interface Handled {
  handle(visitor: never): unknown
}

/**
 * Handles an answer as an app does, and returns which callback was called. The client throws for a code that it does not
 * know for the operation.
 */
export async function visited(answer: Promise<Handled>): Promise<string> {
  let called = 'nothing'
  const callback = (name: string | symbol) => () => {
    called = String(name)
  }
  await (await answer).handle(new Proxy({}, { get: (_, name) => callback(name) }) as never)
  return called
}

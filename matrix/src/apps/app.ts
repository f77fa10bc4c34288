/** What every host gives an app: a Worker's bindings, or the variables of a process. */
export interface Env {
  readonly PROPELAUTH_AUTH_URL: string
}

export interface PlatformContext {
  waitUntil(promise: Promise<unknown>): void
}

/** An app as every host calls it. */
export type App = (request: Request, env: Env, ctx: PlatformContext) => Response | Promise<Response>

/** What handlers behind guards answer, and how often they have run: a refused request must not leave a trace. */
export class Handlers {
  #runs = 0

  admit(user: { userId: string } | null, org?: { orgId: string }) {
    this.#runs++
    return { userId: user?.userId ?? null, ...(org && { orgId: org.orgId }) }
  }

  get runs() {
    return { runs: this.#runs }
  }
}

/** The name of the cookie that the route `/cookie` takes a token from. */
export const cookieName = '__pa_at'

/** For apps without a router: an app for each path, with `:orgId` in place of one segment. */
export function routed(routes: Readonly<Record<string, App>>): App {
  const entries = Object.entries(routes).map(
    ([path, app]) => [new RegExp(`^${path.replace(':orgId', '[^/]+')}$`), app] as const,
  )
  return (request, env, ctx) => {
    const { pathname } = new URL(request.url)
    const [, app] = entries.find(([pattern]) => pattern.test(pathname)) ?? []
    return app ? app(request, env, ctx) : new Response(null, { status: 404 })
  }
}

export function orgIdOf(request: Request): string | undefined {
  const [, orgId] = /\/(?:org|two|two-reversed)\/([^/]+)/.exec(new URL(request.url).pathname) ?? []
  return orgId && decodeURIComponent(orgId)
}

/** CORS by hand, as an app without a router has it: preflights are answered, refusals can be read. */
export const corsByHand = {
  preflight: () =>
    new Response(null, {
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization' },
    }),
  around:
    (app: App): App =>
    async (...call) => {
      const response = await app(...call)
      response.headers.set('access-control-allow-origin', '*')
      return response
    },
}

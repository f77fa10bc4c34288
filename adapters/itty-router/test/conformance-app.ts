import { conformanceRoutes } from 'test-kit/conformance'
import { guardOf } from 'test-kit/conformance-guard'
import type { Guard, IttyPropelAuth, OptionalUserRequest, OrgRequest } from '../src/index.js'

/** What all routers of all majors have in common. */
export interface AnyRouter {
  get(path: string, ...handlers: ((request: never, ...args: never[]) => unknown)[]): unknown
  fetch(request: Request, ...args: unknown[]): Promise<Response>
}

const answer = ({ user, org }: OptionalUserRequest & Partial<Pick<OrgRequest, 'org'>>) => ({
  userId: user?.userId ?? null,
  ...(org && { orgId: org.orgId }),
})

/**
 * The routes of the conformance app on any router that makes JSON of what handlers return. The instance has the port
 * `stepUp`.
 */
export function mountConformanceApp<Router extends AnyRouter>(
  router: Router,
  propelAuth: IttyPropelAuth<object, string, string>,
): Router {
  for (const [path, route] of Object.entries(conformanceRoutes))
    router.get(path, guardOf<Guard>(propelAuth, route), answer)
  return router
}

import type { MiddlewareHandler } from 'hono'
import { securitySchemes, toRefusals, toSecurity } from './security.js'

/** The part of `OpenAPIHono` of @hono/zod-openapi that `registerSecurity` needs. */
export interface SecurityRegistry {
  readonly openAPIRegistry: {
    registerComponent(type: 'securitySchemes', name: string, component: { type: 'http'; scheme: string }): unknown
  }
}

/**
 * What a route of @hono/zod-openapi needs behind a guard, to be spread into `createRoute`: `security`, the guard as
 * `middleware`, and `responses`: yours, 401, and 403 if the guard's options allow one. `c.var` is typed as behind the
 * guard itself.
 *
 * @example
 * ```ts
 * const route = createRoute({
 *   method: 'get',
 *   path: '/orgs/{orgId}/bills',
 *   ...secured(propelAuth.requireOrgMember({ permission: 'can_view_billing' }), { 200: { description: 'The bills' } }),
 * })
 * ```
 */
export function secured<Guard extends MiddlewareHandler, Responses extends object = Record<never, never>>(
  guard: Guard,
  responses: Responses = {} as Responses,
) {
  return { security: toSecurity(), middleware: guard, responses: { ...toRefusals(guard), ...responses } }
}

/**
 * Adds the security scheme to the document of the app, once for all routes. The docs page then has a button
 * *Authorize*.
 *
 * @example
 * ```ts
 * const app = new OpenAPIHono()
 * registerSecurity(app)
 * ```
 */
export function registerSecurity({ openAPIRegistry }: SecurityRegistry): void {
  openAPIRegistry.registerComponent('securitySchemes', 'propelAuth', securitySchemes.propelAuth)
}

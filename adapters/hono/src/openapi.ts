import type { Env, Input, MiddlewareHandler } from 'hono'
import { uniqueSymbol } from 'hono-openapi'
import { toRefusals, toSecurity } from './security.js'

export { securitySchemes } from './security.js'
export { registerSecurity, type SecurityRegistry, secured } from './zod-openapi.js'

/**
 * The guard, and in documents of hono-openapi what it demands: wherever it is mounted, the operations behind it have
 * `security` and the answers 401 and 403. Put `securitySchemes` into the components of the document.
 *
 * Under a wildcard it holds for every operation, also for one that says `security: []`; leave public routes outside.
 *
 * @example
 * ```ts
 * app.use('/api/*', documented(propelAuth.requireUser()))
 * app.get('/openapi.json', openAPIRouteHandler(app, { documentation: { components: { securitySchemes } } }))
 * ```
 */
export function documented<E extends Env, Path extends string, In extends Input>(
  guard: MiddlewareHandler<E, Path, In>,
): MiddlewareHandler<E, Path, In> {
  const described: MiddlewareHandler<E, Path, In> = (c, next) => guard(c, next)
  return Object.assign(described, { [uniqueSymbol]: { spec: { security: toSecurity(), responses: toRefusals() } } })
}

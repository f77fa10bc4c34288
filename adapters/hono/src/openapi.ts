import type { Env, Input, MiddlewareHandler } from 'hono'
import { toRefusals, toSecurity } from './security.js'

export { type RefusalResponse, securitySchemes } from './security.js'
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
  // hono-openapi asks each handler by a symbol of its own. To import that would make the package necessary for all who
  // use this module, also with @hono/zod-openapi; so every symbol of this name gets the answer.
  return new Proxy(guard, {
    get: (target, name, receiver) =>
      typeof name === 'symbol' && name.description === 'openapi'
        ? { spec: { security: toSecurity(), responses: toRefusals() } }
        : Reflect.get(target, name, receiver),
  })
}

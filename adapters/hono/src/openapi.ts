import type { Env, Input, MiddlewareHandler } from 'hono'
import { toRefusals, toSecurity } from './security.js'

export { type RefusalResponse, securitySchemes } from './security.js'
export { registerSecurity, type SecurityRegistry, secured } from './zod-openapi.js'

/**
 * The guard, shown in documents of hono-openapi. On any path, the operations behind it have `security`, the answer 401,
 * and the answer 403 if the guard's options allow one. Put `securitySchemes` into the
 * components of the document.
 *
 * Under a wildcard this applies to every operation, also to one with `security: []`. Leave public routes outside.
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
  // hono-openapi reads its own symbol from each handler. Importing that symbol would require the package also for
  // @hono/zod-openapi, so every symbol of that name gets the answer.
  return new Proxy(guard, {
    get: (target, name, receiver) =>
      typeof name === 'symbol' && name.description === 'openapi'
        ? { spec: { security: toSecurity(), responses: toRefusals(target) } }
        : Reflect.get(target, name, receiver),
  })
}

import { createPropelAuth } from '@propelauth-edge/hono'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { jwk } from 'hono/jwk'
import { type JwtVariables, jwt } from 'hono/jwt'
import type { Issuer } from '../tokens/token-set.ts'
import { createFastJwt } from './fast-jwt.ts'
import { toCryptoKey } from './hono-jwt.ts'
import { optionsFor, ours } from './propelauth-edge.ts'
import { bearerOf, everywhere, notInWorkerd, type Subject } from './subject.ts'

interface Guard {
  readonly middleware: MiddlewareHandler
  userIdOf(c: Context): string | undefined
}

type CreateGuard = (issuer: Issuer) => Guard | Promise<Guard>

/** One app for all: a guard, and a handler that looks at the user and answers nothing. */
function inHono(name: string, packages: readonly string[], createGuard: CreateGuard): Subject {
  return {
    name,
    packages: ['hono', ...packages],
    runtimes: everywhere,
    async createVerifier(issuer) {
      const { middleware, userIdOf } = await createGuard(issuer)
      let userId: string | undefined
      const app = new Hono().use(middleware).get('/', (c) => {
        userId = userIdOf(c)
        return c.body(null, 204)
      })
      return {
        async verify(request) {
          const { status } = await app.fetch(request)
          return status === 204 ? userId : undefined
        },
      }
    },
  }
}

const payloadUserId = (c: Context<{ Variables: JwtVariables }>) => c.get('jwtPayload').user_id

const fastJwtGuard = (cache: boolean) => (issuer: Issuer) => {
  const verify = createFastJwt(issuer, cache)
  const middleware: MiddlewareHandler = async (c, next) => {
    try {
      c.set('jwtPayload', verify(bearerOf(c.req.raw)))
    } catch (cause) {
      throw new HTTPException(401, { cause })
    }
    await next()
  }
  return { middleware, userIdOf: payloadUserId }
}

export const honoWithoutAuth: Subject = {
  ...inHono('no auth', [], () => ({ middleware: (_, next) => next(), userIdOf: () => 'anybody' })),
  isFloor: true,
}

export const honoPropelAuthEdge: Subject = inHono(ours, ['@propelauth-edge/hono'], (issuer) => {
  const propelAuth = createPropelAuth(optionsFor(issuer))
  return { middleware: propelAuth.requireUser(), userIdOf: (c) => propelAuth.getUser(c).userId }
})

export const honoFastJwt: Subject = {
  ...inHono('fast-jwt', ['fast-jwt'], fastJwtGuard(false)),
  runtimes: notInWorkerd,
}

export const honoFastJwtCached: Subject = {
  ...inHono('fast-jwt, cache on', ['fast-jwt'], fastJwtGuard(true)),
  runtimes: notInWorkerd,
}

export const honoJwtMiddleware: Subject = inHono('hono/jwt', [], async ({ issuer, jwk: key }) => ({
  middleware: jwt({ secret: await toCryptoKey(key), alg: 'RS256', verification: { iss: issuer } }),
  userIdOf: payloadUserId,
}))

export const honoJwkMiddleware: Subject = inHono('hono/jwk', [], ({ issuer, jwk: key }) => ({
  middleware: jwk({ keys: [key], alg: ['RS256'], verification: { iss: issuer } }),
  userIdOf: payloadUserId,
}))

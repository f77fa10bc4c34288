import { createPropelAuth, type PropelAuthOptions } from '@propelauth-edge/hono'
import { createSessions } from '@propelauth-edge/hono/session'
import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { jwk } from 'hono/jwk'
import { type JwtVariables, jwt } from 'hono/jwt'
import { importJWK, jwtVerify } from 'jose'
import type { Issuer } from '../tokens/token-set.ts'
import { createFastJwt } from './fast-jwt.ts'
import { toCryptoKey } from './hono-jwt.ts'
import type { Library } from './library.ts'
import { optionsFor, ours, oursUncached } from './propelauth-edge.ts'
import { sessionName, sessionOptions } from './session.ts'
import { bearerOf, everywhere, notInWorkerd, type RuntimeName } from './subject.ts'

/** The middleware before the handlers of a Hono app. It has the key and empty caches. */
export interface Guard {
  readonly middleware: MiddlewareHandler
  userIdOf(c: Context): string | undefined
}

/** A library as it guards a Hono app. */
export interface HonoGuard {
  readonly name: string
  /** The packages whose versions are printed with the results. */
  readonly packages: readonly string[]
  readonly runtimes: readonly RuntimeName[]
  /** The token comes in the cookies of a session, not in `Authorization`. */
  readonly inCookies?: boolean
  createGuard(issuer: Issuer): Guard | Promise<Guard>
}

const payloadUserId = (c: Context<{ Variables: JwtVariables }>) => c.get('jwtPayload').user_id

/** A guard around a function that gives the claims of a token or throws. */
function toGuard(verify: (token: string) => unknown): Guard {
  const middleware: MiddlewareHandler = async (c, next) => {
    try {
      const payload = verify(bearerOf(c.req.raw))
      c.set('jwtPayload', payload instanceof Promise ? await payload : payload)
    } catch (cause) {
      throw new HTTPException(401, { cause })
    }
    await next()
  }
  return { middleware, userIdOf: payloadUserId }
}

export const noAuth: HonoGuard = {
  name: 'no auth',
  packages: ['hono'],
  runtimes: everywhere,
  createGuard: () => ({ middleware: (_, next) => next(), userIdOf: () => 'any' }),
}

/** A build of the Hono adapter under a name. */
export const propelAuthGuard = (
  name: string,
  create: Library['createHono'],
  options: Partial<PropelAuthOptions> = {},
): HonoGuard => ({
  name,
  packages: ['hono', '@propelauth-edge/hono'],
  runtimes: everywhere,
  createGuard(issuer) {
    const propelAuth = create({ ...optionsFor(issuer), ...options })
    return { middleware: propelAuth.requireUser(), userIdOf: (c) => propelAuth.getUser(c).userId }
  },
})

/** A browser that is logged in: the token comes in cookies. */
const sessionGuard: HonoGuard = {
  name: sessionName,
  packages: ['hono', '@propelauth-edge/hono', '@propelauth-edge/session'],
  runtimes: everywhere,
  inCookies: true,
  createGuard(issuer) {
    const sessions = createSessions(createPropelAuth(optionsFor(issuer)), sessionOptions)
    return { middleware: sessions.requireSession(), userIdOf: (c) => c.get('user').userId }
  },
}

const fastJwtGuard = (name: string, cache: boolean): HonoGuard => ({
  name,
  packages: ['hono', 'fast-jwt'],
  runtimes: notInWorkerd,
  createGuard: (issuer) => toGuard(createFastJwt(issuer, cache)),
})

const honoJwtGuard: HonoGuard = {
  name: 'hono/jwt',
  packages: ['hono'],
  runtimes: everywhere,
  createGuard: async ({ issuer, jwk: key }) => ({
    middleware: jwt({ secret: await toCryptoKey(key), alg: 'RS256', verification: { iss: issuer } }),
    userIdOf: payloadUserId,
  }),
}

const honoJwkGuard: HonoGuard = {
  name: 'hono/jwk',
  packages: ['hono'],
  runtimes: everywhere,
  createGuard: ({ issuer, jwk: key }) => ({
    middleware: jwk({ keys: [key], alg: ['RS256'], verification: { iss: issuer } }),
    userIdOf: payloadUserId,
  }),
}

const joseGuard: HonoGuard = {
  name: 'jose',
  packages: ['hono', 'jose'],
  runtimes: everywhere,
  async createGuard({ issuer, jwk: key }) {
    const imported = await importJWK(key, 'RS256')
    const options = { issuer, algorithms: ['RS256'] }
    return toGuard(async (token) => (await jwtVerify(token, imported, options)).payload)
  },
}

/** Ours first: what every ratio is taken against. */
export const honoGuards: readonly HonoGuard[] = [
  propelAuthGuard(ours, createPropelAuth),
  propelAuthGuard(oursUncached, createPropelAuth, { tokenCache: false }),
  sessionGuard,
  joseGuard,
  fastJwtGuard('fast-jwt', false),
  fastJwtGuard('fast-jwt, cache on', true),
  honoJwtGuard,
  honoJwkGuard,
  noAuth,
]

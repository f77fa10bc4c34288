import {
  createPropelAuth,
  fromCookie,
  fromHeader,
  type OrgRequest,
  type UserRequest,
} from '@propelauth-edge/itty-router'
import * as itty6 from 'itty-router'
import * as itty5 from 'itty-router-5'
import { createStepUp } from 'test-kit/conformance'
import { type AnyRouter, mountConformanceApp } from '../../../adapters/itty-router/test/conformance-app.ts'
import { type App, cookieName, type Env, Handlers } from './app.ts'

/** What is used of both majors, in their common words. */
interface Itty {
  readonly AutoRouter: (options?: object) => Router
  readonly cors: () => { preflight: unknown; corsify: unknown }
}

interface Router extends AnyRouter {
  all(path: string, ...handlers: Parameters<AnyRouter['get']>[1][]): Router
}

function createApp({ AutoRouter, cors }: Itty): App {
  const stepUp = createStepUp()
  const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL, stepUp }))
  const handlers = new Handlers()
  const answer = ({ user, org }: UserRequest & Partial<Pick<OrgRequest, 'org'>>) => handlers.admit(user, org)
  const strict = propelAuth.requireUser({ denyImpersonation: true })
  const { preflight, corsify } = cors()

  const app = mountConformanceApp(AutoRouter(), propelAuth)
    .all('/api/*', propelAuth.requireUser())
    .all('/api/me', answer)
    .all('/api/org/:orgId', propelAuth.requireOrgMember({ minimumRole: 'Admin' }), answer)
    .all('/cookie', propelAuth.requireUser({ tokenFrom: [fromHeader(), fromCookie(cookieName)] }), answer)
    .all('/two/:orgId', strict, propelAuth.requireOrgMember(), answer)
    .all('/two-reversed/:orgId', propelAuth.requireOrgMember(), strict, answer)
  const withCors = AutoRouter({ base: '/cors', before: [preflight], finally: [corsify] })
    .all('*', propelAuth.requireUser())
    .all('/me', answer)
  app.all('/cors/*', withCors.fetch).all('/runs', () => handlers.runs)
  return (...call) => app.fetch(...call)
}

export const createItty6App = () => createApp(itty6 as unknown as Itty)
export const createItty5App = () => createApp(itty5 as unknown as Itty)

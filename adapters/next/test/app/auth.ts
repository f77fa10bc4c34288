import { createPropelAuth, fromCookie, fromHeader, type OrgMemberInfo, type User } from '@propelauth-edge/next'
import { createServerAuth } from '@propelauth-edge/next/server'
import { createStepUp } from 'test-kit/conformance'

const stepUp = createStepUp()

export const propelAuth = createPropelAuth(() => ({
  authUrl: process.env.PROPELAUTH_AUTH_URL,
  allowEmulator: true,
  stepUp,
}))

export const headerAuth = createServerAuth(propelAuth)
export const cookieAuth = createServerAuth(propelAuth, { cookie: '__pa_at' })

export const tokenFrom = [fromHeader(), fromCookie('__pa_at')]

/** The answer of every handler of the conformance app. */
export const answer = (_request: Request, { user, org }: { user: User | null; org?: OrgMemberInfo }) =>
  Response.json({ userId: user?.userId ?? null, ...(org && { orgId: org.orgId }) })

// Next.js may load this module once per route.
const counter = globalThis as typeof globalThis & { guardedRuns?: number }

export const runs = () => counter.guardedRuns ?? 0

/** The same, counted: a hostile request must not run it. */
export const counted: typeof answer = (...call) => {
  counter.guardedRuns = runs() + 1
  return answer(...call)
}

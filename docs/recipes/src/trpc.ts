import { type AuthError, isAuthError } from '@propelauth-edge/core'
import { initTRPC, TRPCError } from '@trpc/server'
import { type FetchCreateContextFnOptions, fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { z } from 'zod'
import { propelAuth, type Requirement } from './auth.ts'

/** Verifies the token once for all procedures of a batch. Public procedures may ignore the result. */
const createContext = async ({ req }: FetchCreateContextFnOptions) => ({
  auth: await propelAuth.authenticateRequest(req),
})

const authErrorOf = ({ cause }: TRPCError): AuthError | undefined => (isAuthError(cause) ? cause : undefined)

const t = initTRPC.context<typeof createContext>().create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: { ...shape.data, authCode: authErrorOf(error)?.code },
  }),
})

const trpcCodes = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
} as const

/** tRPC answers 500 for errors that it does not know. This gives each refusal its status. */
export const publicProcedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  const cause = result.ok ? undefined : authErrorOf(result.error)
  if (cause) throw new TRPCError({ code: trpcCodes[cause.status], message: cause.message, cause })
  return result
})

export const protectedProcedure = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.auth.ok) throw ctx.auth.error
  return next({ ctx: { user: ctx.auth.user } })
})

export const orgProcedure = (requirement?: Requirement) =>
  protectedProcedure
    .input(z.object({ orgId: z.string() }))
    .use(({ ctx, input, next }) =>
      next({ ctx: { org: propelAuth.requireOrgMember(ctx.user, input.orgId, requirement) } }),
    )

export const appRouter = t.router({
  health: publicProcedure.query(() => 'ok'),
  me: protectedProcedure.query(({ ctx }) => ({ userId: ctx.user.userId })),
  billing: orgProcedure({ permission: 'can_view_billing' }).query(({ ctx }) => ({ org: ctx.org.orgName })),
})

export type AppRouter = typeof appRouter

export const handler = (req: Request) =>
  fetchRequestHandler({
    endpoint: '/trpc',
    req,
    router: appRouter,
    createContext,
    /** Sets the challenge of the first refusal. */
    responseMeta({ errors }) {
      const challenge = errors.map((error) => authErrorOf(error)?.toResponse().headers.get('www-authenticate'))
      return { headers: challenge[0] ? { 'www-authenticate': challenge[0] } : {} }
    },
  })

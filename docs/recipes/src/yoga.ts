import { type AuthError, isAuthError } from '@propelauth-edge/core'
import { createGraphQLError, createSchema, createYoga, type YogaInitialContext } from 'graphql-yoga'
import { propelAuth, type Requirement, type User } from './auth.ts'

interface Context extends YogaInitialContext {
  readonly auth: Awaited<ReturnType<typeof propelAuth.authenticateRequest>>
}

/** Clients read `extensions.code`; proxies and HTTP clients read the status and the challenge. */
function toGraphQLError(error: AuthError) {
  const { status, headers } = error.toResponse()
  return createGraphQLError(error.message, {
    extensions: { code: error.code, http: { status, headers: Object.fromEntries(headers) } },
  })
}

export function requireUser({ auth }: Context): User {
  if (!auth.ok) throw toGraphQLError(auth.error)
  return auth.user
}

export function requireOrgMember(context: Context, orgId: string, requirement?: Requirement) {
  const user = requireUser(context)
  try {
    return propelAuth.requireOrgMember(user, orgId, requirement)
  } catch (error) {
    throw isAuthError(error) ? toGraphQLError(error) : error
  }
}

export const yoga = createYoga({
  context: async ({ request }) => ({ auth: await propelAuth.authenticateRequest(request) }),
  schema: createSchema<Context>({
    typeDefs: /* GraphQL */ `
      type Query {
        health: String!
        me: User!
        billing(orgId: ID!): Billing!
      }
      type User {
        userId: ID!
      }
      type Billing {
        org: String!
      }
    `,
    resolvers: {
      Query: {
        health: () => 'ok',
        me: (_root, _args, context) => ({ userId: requireUser(context).userId }),
        billing: (_root, { orgId }, context) => ({
          org: requireOrgMember(context, orgId, { permission: 'can_view_billing' }).orgName,
        }),
      },
    },
  }),
})

import { errorResponse } from '@propelauth-edge/core'
import { createContext, type MiddlewareFunction } from 'react-router'
import { type OrgMemberInfo, propelAuth, type Requirement, type User } from '../auth.ts'

// Without a default value, reading a context whose middleware has not run throws.
export const userContext = createContext<User>()
export const orgContext = createContext<OrgMemberInfo>()

export const requireUser: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const result = await propelAuth.authenticateRequest(request)
  if (!result.ok) return result.response()
  context.set(userContext, result.user)
  return next()
}

/** For routes with the parameter `orgId`, nested in a route with `requireUser`. */
export const requireOrgMember =
  (requirement?: Requirement): MiddlewareFunction<Response> =>
  async ({ context, params }, next) => {
    try {
      context.set(orgContext, propelAuth.requireOrgMember(context.get(userContext), params.orgId, requirement))
    } catch (error) {
      return errorResponse(error)
    }
    return next()
  }

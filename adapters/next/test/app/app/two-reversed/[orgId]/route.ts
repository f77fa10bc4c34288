import { counted, propelAuth } from '../../../auth'

const handler = propelAuth.withOrgMember<RouteContext<'/two-reversed/[orgId]'>>(
  {},
  propelAuth.withUser<RouteContext<'/two-reversed/[orgId]'>>(counted, { denyImpersonation: true }),
)

export { handler as DELETE, handler as GET, handler as OPTIONS, handler as PATCH, handler as POST, handler as PUT }

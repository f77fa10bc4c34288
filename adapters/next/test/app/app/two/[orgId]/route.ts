import { counted, propelAuth } from '../../../auth'

const handler = propelAuth.withUser<RouteContext<'/two/[orgId]'>>(
  propelAuth.withOrgMember<RouteContext<'/two/[orgId]'>>({}, counted),
  { denyImpersonation: true },
)

export { handler as DELETE, handler as GET, handler as OPTIONS, handler as PATCH, handler as POST, handler as PUT }

import { counted, propelAuth } from '../../../../auth'

const handler = propelAuth.withUser<RouteContext<'/api/org/[orgId]'>>(
  propelAuth.withOrgMember<RouteContext<'/api/org/[orgId]'>>({ minimumRole: 'Admin' }, counted),
)

export { handler as DELETE, handler as GET, handler as OPTIONS, handler as PATCH, handler as POST, handler as PUT }

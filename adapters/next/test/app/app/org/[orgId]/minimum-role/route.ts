import { conformanceRoutes } from '@propelauth-edge/core/testing'
import { answer, propelAuth } from '../../../../auth'

export const GET = propelAuth.withOrgMember<RouteContext<'/org/[orgId]/minimum-role'>>(
  conformanceRoutes['/org/:orgId/minimum-role'].options,
  answer,
)

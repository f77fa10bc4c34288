import { conformanceRoutes } from '@propelauth-edge/core/testing'
import { answer, propelAuth } from '../../../../auth'

export const GET = propelAuth.withOrgMember<RouteContext<'/org/[orgId]/exact-role'>>(
  conformanceRoutes['/org/:orgId/exact-role'].options,
  answer,
)

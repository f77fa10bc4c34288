import { conformanceRoutes } from '@propelauth-edge/core/testing'
import { answer, propelAuth } from '../../../../auth'

export const GET = propelAuth.withOrgMember<RouteContext<'/org/[orgId]/permissions'>>(
  conformanceRoutes['/org/:orgId/permissions'].options,
  answer,
)

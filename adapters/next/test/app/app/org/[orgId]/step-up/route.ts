import { conformanceRoutes } from 'test-kit/conformance'
import { answer, propelAuth } from '../../../../auth'

export const GET = propelAuth.withOrgMember<RouteContext<'/org/[orgId]/step-up'>>(
  conformanceRoutes['/org/:orgId/step-up'].options,
  answer,
)

import { conformanceRoutes } from '@propelauth-edge/core/testing'
import { answer, propelAuth } from '../../auth'

export const GET = propelAuth.withUser<RouteContext<'/no-impersonation'>>(
  answer,
  conformanceRoutes['/no-impersonation'].options,
)

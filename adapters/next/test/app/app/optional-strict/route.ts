import { conformanceRoutes } from '@propelauth-edge/core/testing'
import { answer, propelAuth } from '../../auth'

export const GET = propelAuth.withOptionalUser<RouteContext<'/optional-strict'>>(
  answer,
  conformanceRoutes['/optional-strict'].options,
)

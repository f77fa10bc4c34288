import { conformanceRoutes } from '@propelauth-edge/core/testing'
import { answer, propelAuth } from '../../auth'

export const GET = propelAuth.withUser<RouteContext<'/user'>>(answer, conformanceRoutes['/user'].options)

import { conformanceRoutes } from 'test-kit/conformance'
import { answer, propelAuth } from '../../auth'

export const GET = propelAuth.withUser<RouteContext<'/step-up'>>(answer, conformanceRoutes['/step-up'].options)

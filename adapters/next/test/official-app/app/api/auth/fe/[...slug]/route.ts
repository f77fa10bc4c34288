import { getRouteHandlers } from '@propelauth/nextjs/server/app-router'
import type { NextRequest } from 'next/server'

const { feRouteHandlerAsync } = getRouteHandlers()

/** The library types the parts of the path as one text. */
const handler = (request: NextRequest, { params }: { params: Promise<{ slug: string[] }> }) =>
  feRouteHandlerAsync(request, { params: params as Promise<never> })

export { handler as GET, handler as POST }

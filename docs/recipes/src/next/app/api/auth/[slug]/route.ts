import { getRouteHandlers } from '@propelauth/nextjs/server/app-router'

// The official library handles login and logout.
const handlers = getRouteHandlers({ postLoginRedirectPathFn: () => '/' })

export const GET = handlers.getRouteHandlerAsync
export const POST = handlers.postRouteHandlerAsync

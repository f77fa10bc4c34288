import { getRouteHandlers } from '@propelauth/nextjs/server/app-router'

// Logging in and out stays with the official library.
const handlers = getRouteHandlers({ postLoginRedirectPathFn: () => '/' })

export const GET = handlers.getRouteHandlerAsync
export const POST = handlers.postRouteHandlerAsync

import { getRouteHandlers } from '@propelauth/nextjs/server/app-router'

const handlers = getRouteHandlers({
  postLoginRedirectPathFn: () => '/alone/server',
  getDefaultActiveOrgId: (_, user) => user.getOrgs().find(({ orgName }) => orgName === 'Globex')?.orgId,
})

export const GET = handlers.getRouteHandlerAsync
export const POST = handlers.postRouteHandlerAsync

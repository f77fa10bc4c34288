import { createPropelAuth, type GuardedHandler, type OrgMemberInfo, type Requirement } from '@propelauth-edge/core'

// The auth URL of your project, from the PropelAuth dashboard. The `dev` scripts set it to the local emulator's.
const propelAuth = createPropelAuth({ authUrl: process.env.PROPELAUTH_AUTH_URL })

const whoami = propelAuth.withUser((_request, { user }) => Response.json({ user_id: user.userId, email: user.email }))

const whoamiOptional = propelAuth.withOptionalUser((_request, { user }) =>
  Response.json(user ? { user_id: user.userId } : {}),
)

/** `/api/org/:orgId/…` for members who meet the requirement. */
function inOrg(requirement: Requirement, greet: (org: OrgMemberInfo) => string) {
  const orgId = (request: Request) => new URL(request.url).pathname.split('/')[3]
  const handler: GuardedHandler<Request, { org: OrgMemberInfo }, unknown[]> = (_request, { org }) =>
    Response.json({ message: greet(org) })
  return propelAuth.withOrgMember({ ...requirement, orgId }, handler)
}

const member = inOrg({}, (org) => `You are in ${org.orgName}`)
const adminOnly = inOrg({ exactRole: 'Admin' }, (org) => `You are an Admin of ${org.orgName}`)
const adminOrOwner = inOrg({ minimumRole: 'Admin' }, (org) => `You are an Admin or Owner of ${org.orgName}`)
const billing = inOrg({ permission: 'can_view_billing' }, (org) => `You may see what ${org.orgName} pays`)

type Handler = (request: Request, ...platform: unknown[]) => Promise<Response>

const routes: readonly (readonly [RegExp, Handler])[] = [
  [/^\/api\/whoami$/, whoami],
  [/^\/api\/whoami_optional$/, whoamiOptional],
  [/^\/api\/org\/[^/]+$/, member],
  [/^\/api\/org\/[^/]+\/admin_only$/, adminOnly],
  [/^\/api\/org\/[^/]+\/admin_or_owner$/, adminOrOwner],
  [/^\/api\/org\/[^/]+\/billing$/, billing],
]

export default {
  /** Handlers get what the platform passes after the request: on Workers, Vercel and Netlify it has `waitUntil`. */
  async fetch(request: Request, ...platform: unknown[]): Promise<Response> {
    const { pathname } = new URL(request.url)
    const handler = routes.find(([path]) => path.test(pathname))?.[1]
    return handler ? handler(request, ...platform) : new Response('Not found', { status: 404 })
  },
}

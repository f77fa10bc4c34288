import type { RequestEvent, RequestHandler } from '@sveltejs/kit'
import { propelAuth } from '../../../../../../auth.ts'

const billing = propelAuth.withOrgMember(
  { orgId: (_request, event: RequestEvent) => event.params.orgId, permission: 'can_view_billing' },
  (_request, { org }) => Response.json({ org: org.orgName }),
)

export const GET: RequestHandler = (event) => billing(event.request, event)

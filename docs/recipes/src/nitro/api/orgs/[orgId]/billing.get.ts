import { defineHandler, type H3Event } from 'nitro'
import { propelAuth } from '../../../../auth.ts'

const billing = propelAuth.withOrgMember(
  { orgId: (_request, event: H3Event) => event.context.params?.orgId, permission: 'can_view_billing' },
  (_request, { org }) => Response.json({ org: org.orgName }),
)

export default defineHandler((event) => billing(event.req, event))

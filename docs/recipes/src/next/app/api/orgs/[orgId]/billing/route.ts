import { propelAuth, tokenFrom } from '../../../../../auth'

export const GET = propelAuth.withOrgMember({ tokenFrom, permission: 'can_view_billing' }, (_request, { org }) =>
  Response.json({ org: org.orgName }),
)

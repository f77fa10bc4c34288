import { propelAuth, tokenFrom } from '../../../../../auth'

export const GET = propelAuth.withOrgMember({ permission: 'can_view_billing', tokenFrom }, (_request, { org }) =>
  Response.json({ message: `You may see what ${org.orgName} pays` }),
)

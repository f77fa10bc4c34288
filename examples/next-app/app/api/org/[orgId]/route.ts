import { propelAuth, tokenFrom } from '../../../../auth'

export const GET = propelAuth.withOrgMember({ tokenFrom }, (_request, { org }) =>
  Response.json({ message: `You are in ${org.orgName}` }),
)

import { propelAuth, tokenFrom } from '../../../../../auth'

export const GET = propelAuth.withOrgMember({ minimumRole: 'Admin', tokenFrom }, (_request, { org }) =>
  Response.json({ message: `You are an Admin or Owner of ${org.orgName}` }),
)

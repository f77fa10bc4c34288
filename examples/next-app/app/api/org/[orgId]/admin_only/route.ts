import { propelAuth, tokenFrom } from '../../../../../auth'

export const GET = propelAuth.withOrgMember({ exactRole: 'Admin', tokenFrom }, (_request, { org }) =>
  Response.json({ message: `You are an Admin of ${org.orgName}` }),
)

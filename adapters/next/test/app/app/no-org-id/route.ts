import { answer, propelAuth } from '../../auth'

/** The mistake of a guard for members in a route without the parameter `orgId`. */
export const GET = propelAuth.withOrgMember({}, answer)

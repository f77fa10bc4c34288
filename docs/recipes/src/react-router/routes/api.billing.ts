import type { LoaderFunctionArgs } from 'react-router'
import { orgContext, requireOrgMember } from '../middleware.ts'

export const middleware = [requireOrgMember({ permission: 'can_view_billing' })]

export const loader = ({ context }: LoaderFunctionArgs) => Response.json({ org: context.get(orgContext).orgName })

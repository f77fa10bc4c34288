import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => ({
  firstName: locals.user?.firstName,
  email: locals.user?.email,
  org: locals.user?.getActiveOrg()?.orgName,
})

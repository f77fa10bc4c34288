import { requireSession } from '../../../sessions'
import { act } from './actions'

export default async function Page() {
  const { user } = await requireSession()
  return (
    <>
      <p role="status">{`${user.email} in ${user.getActiveOrg()?.orgName ?? user.getOrgs().length}`}</p>
      <form action={act}>
        <button type="submit">Act</button>
      </form>
      <form action="/api/auth/logout" method="post">
        <button type="submit">Log out</button>
      </form>
    </>
  )
}

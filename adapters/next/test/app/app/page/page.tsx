import { cookieAuth } from '../../auth'
import { act } from './actions'

export default async function Page() {
  const user = await cookieAuth.getUser()
  const org = await cookieAuth.getOrgMember('acme')
  return (
    <form action={act}>
      <p>{user ? `user:${user.userId}` : 'nobody'}</p>
      <p>{org ? `org:${org.orgId}` : 'no org'}</p>
      <button type="submit">Act</button>
    </form>
  )
}

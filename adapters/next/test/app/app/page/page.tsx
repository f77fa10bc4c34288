import { Suspense } from 'react'
import { cookieAuth } from '../../auth'
import { act } from './actions'

async function Visitor() {
  const user = await cookieAuth.getUser()
  const org = await cookieAuth.getOrgMember('acme')
  return <p>{`${user ? `user:${user.userId}` : 'no user'}, ${org ? `org:${org.orgId}` : 'no org'}`}</p>
}

export default function Page() {
  return (
    <form action={act}>
      <Suspense>
        <Visitor />
      </Suspense>
      <button type="submit">Act</button>
    </form>
  )
}

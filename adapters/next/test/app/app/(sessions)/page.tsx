import Link from 'next/link'
import { getSession } from '../../sessions'

export default async function Page() {
  const { status, user } = await getSession()
  return (
    <>
      <p role="status">{`${status}: ${user?.email ?? 'visitor'}`}</p>
      <Link href="/protected?tab=1">Protected</Link>
      <a href="/api/auth/login">Log in</a>
    </>
  )
}

import { A, createAsync, query } from '@solidjs/router'
import { getUser } from '../lib/queries'

const userQuery = query(getUser, 'user')

export default function Home() {
  const user = createAsync(() => userQuery(), { deferStream: true })
  return (
    <>
      <p data-testid="user">{user()?.email ?? 'visitor'}</p>
      <A href="/account">Account</A>
    </>
  )
}

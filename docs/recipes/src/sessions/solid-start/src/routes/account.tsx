import { createAsync, query, useLocation } from '@solidjs/router'
import { getUserOf } from '../lib/queries'

export { requireUser as GET } from '../lib/session'

const userQuery = query(getUserOf, 'user of page')

export default function Account() {
  const { pathname, search } = useLocation()
  const user = createAsync(() => userQuery(pathname + search), { deferStream: true })
  return (
    <>
      <p data-testid="user">{user()?.email}</p>
      <p data-testid="org">{user()?.org ?? 'none'}</p>
      <form method="post" action="/api/auth/logout">
        <button type="submit">Log out</button>
      </form>
    </>
  )
}

import { createAsync, query, useLocation } from '@solidjs/router'
import { Show } from 'solid-js'
import { getUserOf } from '../lib/queries'

export { requireUser as GET } from '../lib/session'

const userQuery = query(getUserOf, 'user of page')

export default function Account() {
  const { pathname, search } = useLocation()
  const user = createAsync(() => userQuery(pathname + search), { deferStream: true })
  return (
    <Show when={user()}>
      {(user) => (
        <>
          <p data-testid="user">{user().email}</p>
          <p data-testid="org">{user().org ?? 'none'}</p>
          <form method="post" action="/api/auth/logout">
            <button type="submit">Log out</button>
          </form>
        </>
      )}
    </Show>
  )
}

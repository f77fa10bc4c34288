import { createAsync, query, redirect, useLocation } from '@solidjs/router'
import { Show } from 'solid-js'
import { getRequestEvent } from 'solid-js/web'
import { sessions } from '../lib/session'

// Runs before the document is rendered.
export { requireUser as GET } from '../lib/session'

const getAccount = query(async (page: string) => {
  'use server'
  const user = getRequestEvent()?.locals.user
  // A link is followed without a document.
  if (!user) throw redirect(sessions.loginUrl({ returnTo: page }))
  return { email: user.email, org: user.getActiveOrg()?.orgName }
}, 'account')

export default function Account() {
  const { pathname, search } = useLocation()
  const account = createAsync(() => getAccount(pathname + search), { deferStream: true })
  return (
    <Show when={account()}>
      {(account) => (
        <>
          <p data-testid="user">{account().email}</p>
          <p data-testid="org">{account().org ?? 'none'}</p>
          <form method="post" action="/api/auth/logout">
            <button type="submit">Log out</button>
          </form>
        </>
      )}
    </Show>
  )
}

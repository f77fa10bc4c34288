import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/_users/account')({ component: Account })

function Account() {
  const { user } = Route.useRouteContext()
  return (
    <>
      <p data-testid="user">{user.email}</p>
      <p data-testid="org">{user.org ?? 'none'}</p>
      <form method="post" action="/api/auth/logout">
        <button type="submit">Log out</button>
      </form>
    </>
  )
}

import { createFileRoute, Link } from '@tanstack/react-router'

export const Route = createFileRoute('/')({ component: Home })

function Home() {
  const { user } = Route.useRouteContext()
  return (
    <>
      <p data-testid="user">{user?.email ?? 'visitor'}</p>
      <Link to="/account">Account</Link>
    </>
  )
}

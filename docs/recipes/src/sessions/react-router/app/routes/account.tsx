import { userContext } from '../session.server'
import type { Route } from './+types/account'

export function loader({ context }: Route.LoaderArgs) {
  const user = context.get(userContext)
  return { email: user?.email, org: user?.getActiveOrg()?.orgName }
}

export default function Account({ loaderData: { email, org } }: Route.ComponentProps) {
  return (
    <>
      <p data-testid="user">{email}</p>
      <p data-testid="org">{org ?? 'none'}</p>
      <form method="post" action="/api/auth/logout">
        <button type="submit">Log out</button>
      </form>
    </>
  )
}

import { createFileRoute } from '@tanstack/react-router'
import { createServerFn } from '@tanstack/react-start'
import { requireUser } from '../../require-user'

// A server function has an address of its own, so it has a guard of its own.
const getAccount = createServerFn()
  .middleware([requireUser])
  .handler(({ context: { user } }) => ({ email: user.email, org: user.getActiveOrg()?.orgName }))

export const Route = createFileRoute('/_users/account')({
  loader: () => getAccount(),
  component: Account,
})

function Account() {
  const { email, org } = Route.useLoaderData()
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

import { Link } from 'react-router'
import { userContext } from '../session.server'
import type { Route } from './+types/home'

export const loader = ({ context }: Route.LoaderArgs) => ({ email: context.get(userContext)?.email })

export default function Home({ loaderData: { email } }: Route.ComponentProps) {
  return (
    <>
      <p data-testid="user">{email ?? 'visitor'}</p>
      <Link to="/account">Account</Link>
    </>
  )
}

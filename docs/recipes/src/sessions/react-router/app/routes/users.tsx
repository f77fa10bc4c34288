import { Outlet } from 'react-router'
import { requireUser } from '../session.server'
import type { Route } from './+types/users'

/** The routes in this layout are for users. */
export const middleware: Route.MiddlewareFunction[] = [requireUser]

// Without a loader, a link to a page that has none would not ask the server.
export const loader = () => null

export default function Users() {
  return <Outlet />
}

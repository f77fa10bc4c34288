import { Links, Meta, Outlet, Scripts } from 'react-router'
import type { Route } from './+types/root'
import { withSession } from './session.server'

export const middleware: Route.MiddlewareFunction[] = [withSession]

export default function Root() {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <Meta />
        <Links />
      </head>
      <body>
        <Outlet />
        <Scripts />
      </body>
    </html>
  )
}

import { createRootRoute, HeadContent, Outlet, Scripts } from '@tanstack/react-router'
import { createServerFn } from '@tanstack/react-start'

// Its result is sent to the browser.
const getUser = createServerFn().handler(({ context: { user } }) => (user ? { email: user.email } : null))

export const Route = createRootRoute({
  beforeLoad: async () => ({ user: await getUser() }),
  component: () => (
    <html lang="en">
      <head>
        <HeadContent />
      </head>
      <body>
        <Outlet />
        <Scripts />
      </body>
    </html>
  ),
  notFoundComponent: () => <h1>Not found</h1>,
})

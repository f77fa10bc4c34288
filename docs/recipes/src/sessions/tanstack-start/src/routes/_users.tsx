import { createFileRoute, redirect } from '@tanstack/react-router'
import { requireUser } from '../session'

/** The routes in this layout are for users. */
export const Route = createFileRoute('/_users')({
  server: { middleware: [requireUser] },
  beforeLoad: ({ context: { user }, location }) => {
    // A link is followed without a document. The page is then loaded as one, which the middleware leads to the login.
    if (!user) throw redirect({ href: location.href, reloadDocument: true })
    return { user }
  },
})

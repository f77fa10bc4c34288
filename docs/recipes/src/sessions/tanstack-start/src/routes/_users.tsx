import { createFileRoute, redirect } from '@tanstack/react-router'
import { requireUser } from '../require-user'

/** The routes in this layout are for users. */
export const Route = createFileRoute('/_users')({
  server: { middleware: [requireUser] },
  // A link is followed without a document. A visitor then loads the page as one, which leads to the login.
  beforeLoad: ({ context: { user }, location }) => {
    if (!user) throw redirect({ href: location.href, reloadDocument: true })
  },
})

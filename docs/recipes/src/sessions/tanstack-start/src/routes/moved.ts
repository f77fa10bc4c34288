import { createFileRoute, redirect } from '@tanstack/react-router'

export const Route = createFileRoute('/moved')({
  beforeLoad: () => {
    throw redirect({ to: '/account', statusCode: 302 })
  },
})

import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/_users/api/note')({
  server: { handlers: { POST: ({ context: { user } }) => Response.json({ by: user?.email }) } },
})

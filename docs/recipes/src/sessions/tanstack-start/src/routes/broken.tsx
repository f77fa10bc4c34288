import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/broken')({
  loader: () => {
    throw new Error('This page is broken')
  },
})

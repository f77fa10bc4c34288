import { AuthError } from '@propelauth-edge/next'
import { notFound, redirect } from 'next/navigation'
import { propelAuth } from '../../auth'

const outcomes: Record<string, () => Response> = {
  redirect: () => redirect('/elsewhere'),
  'not-found': () => notFound(),
  refusal: () => {
    throw new AuthError('insufficient_permission')
  },
  failure: () => {
    throw new Error('the database is away')
  },
}

export const GET = propelAuth.withUser((request) => {
  const outcome = outcomes[request.nextUrl.searchParams.get('of') ?? '']
  return outcome ? outcome() : Response.json({})
})

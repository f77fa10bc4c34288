// A page with the typings of the DOM.
import { type ClientSession, createSessionClient } from '@propelauth-edge/session/client'

const client = createSessionClient({ basePath: '/auth' })

export const nameOf = ({ user }: ClientSession): string => user?.email ?? 'visitor'

/** The client as a store: what the hooks and stores of frameworks expect. */
export const store: { subscribe(listener: (session: ClientSession) => void): () => void } = client

export async function run(): Promise<string | undefined> {
  const session = await client.get()
  if (session.status === 'active') return `${session.user.userId} until ${session.expiresAt + 1}`
  // @ts-expect-error: without a user there is no end
  if (!session.user) return session.expiresAt
  client.login({ returnTo: '/', params: { plan: 'pro' } })
  // @ts-expect-error: there is no such option
  createSessionClient({ basepath: '/auth' })
  return (await client.fetch('/api/me', { method: 'PUT' })).statusText
}

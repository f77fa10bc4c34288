import { Hono } from 'hono'
import { honoGuards, propelAuthGuard } from '../subjects/hono-guards.ts'
import type { LibraryFile, NamedLibrary } from '../subjects/library.ts'
import type { Issuer } from '../tokens/token-set.ts'

/** The command-line argument of a server process. */
export interface ServerJob {
  /** The name of a guard, or of the library if there is one. */
  readonly guard: string
  readonly issuer: Issuer
  /** A build of ours that is compared with another one. */
  readonly library?: LibraryFile
}

/** The app that every server serves: a guard, and a handler that answers with the user id. */
export async function createApp({ guard, issuer }: ServerJob, libraries: readonly NamedLibrary[]): Promise<Hono> {
  const builds = libraries.map(({ name, createHono }) => propelAuthGuard(name, createHono))
  const found = [...builds, ...honoGuards].find(({ name }) => name === guard)
  if (!found) throw new Error(`no guard ${guard}`)
  const { middleware, userIdOf } = await found.createGuard(issuer)
  return new Hono().use(middleware).get('/', (c) => c.json({ userId: userIdOf(c) }))
}

import { createSessionClient } from '@propelauth-edge/session/client'

/** Who is logged in, in all tabs of this browser. */
export const client = createSessionClient()

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface Org {
  readonly orgId: string
  readonly orgName: string
}

/** A call of the API with the cookies of the session. Status 0: the API cannot be reached. */
export async function ask(path: string): Promise<Answer> {
  try {
    const response = await client.fetch(path)
    return { status: response.status, body: await response.json() }
  } catch {
    return { status: 0, body: { code: 'The API cannot be reached' } }
  }
}

export async function fetchOrgs(): Promise<readonly Org[]> {
  const { status, body } = await ask('/api/orgs')
  return status === 200 ? (body as unknown as readonly Org[]) : []
}

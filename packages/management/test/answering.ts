import { createManagementClient, type ManagementClient } from '../src/client.js'
import type { ManagementOptions } from '../src/options/options.js'

export interface Asked {
  readonly url: URL
  readonly init: RequestInit
  readonly headers: Headers
  readonly json: unknown
}

type Answer = (asked: Asked) => Response | Promise<Response>

/** A client whose requests are recorded and answered in turn; the last answer is repeated. */
export function clientAnswering(
  answers: Response | Answer | readonly Answer[],
  options: Partial<ManagementOptions> = {},
): { readonly client: ManagementClient; readonly asked: Asked[] } {
  const list = toList(answers)
  const asked: Asked[] = []
  const client = createManagementClient({
    authUrl: 'https://auth.example.com',
    apiKey: 'api-key',
    fetch: async (input, init) => {
      const json = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      const request = { url: new URL(input), init, headers: new Headers(init.headers), json }
      asked.push(request)
      const answer = list[asked.length - 1] ?? list.at(-1)
      if (!answer) throw new Error('no answer')
      return answer(request)
    },
    ...options,
  })
  return { client, asked }
}

function toList(answers: Response | Answer | readonly Answer[]): readonly Answer[] {
  if (answers instanceof Response) return [() => answers.clone()]
  return typeof answers === 'function' ? [answers] : answers
}

export const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init)

/** The reason a promise is rejected with; throws if it is not rejected. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('was not rejected')
}

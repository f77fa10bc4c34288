import type { ConformanceCase } from '@propelauth-edge/core/testing'
import { expect } from 'vitest'

/** Checks status, challenge and body of the response to a case. */
export async function expectConformance(response: Response, { title, expected }: ConformanceCase): Promise<void> {
  const challenge = response.headers.get('www-authenticate')
  expect({ title, status: response.status, challenge, body: await response.json() }).toMatchObject({
    title,
    status: expected.status,
    challenge: expected.challenge,
    body: expected.body ?? { code: expected.code, status: expected.status },
  })
}

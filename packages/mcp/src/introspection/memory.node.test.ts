import { heldBytes } from 'test-kit/held-bytes'
import { expect, test } from 'vitest'
import { createTestServer, requestWith } from '../../test/authorization-server.js'

test('20,000 made-up tokens leave less than 4 MB behind', async () => {
  const { mcpAuth, server, clock } = createTestServer({ onEvent: undefined })
  const send = async (count: number, name: string) => {
    for (let i = 0; i < count; i++) {
      await mcpAuth.authenticateRequest(requestWith(`${name}-${i}`))
      clock.advance(5)
      server.asked.length = 0
    }
  }
  await send(1_000, 'warm')
  expect(await heldBytes(() => send(20_000, 'made-up'))).toBeLessThan(4 * 1024 * 1024)
}, 120_000)

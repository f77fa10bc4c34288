import { folderOfTest } from 'test-kit/temporary-folder'
import { expect, test } from 'vitest'
import { appSecrets } from './environment.js'
import { createEmulator } from './index.js'

const url = 'http://localhost:3000/webhooks'
const webhooks = [{ url }]
const seed = { webhooks: [{ url: `${url}/seed` }] }

test('the webhook secret is that of the option, else of the seed, else of an added endpoint', async () => {
  const data = folderOfTest()
  const added = createEmulator({ data })
  const { secret } = added.webhooks.addEndpoint({ url: `${url}/added` })
  expect(appSecrets(added).webhookSecret).toBe(secret)
  await added.close()
  for (const [source, options] of [
    ['seed', { seed }],
    ['option', { seed, webhooks }],
  ] as const) {
    await using emulator = createEmulator({ data, ...options })
    const expected = emulator.webhooks.endpoints().find((endpoint) => endpoint.source === source)
    expect(appSecrets(emulator).webhookSecret).toBe(expected?.secret)
  }
})

test('without an endpoint there is none', async () => {
  await using emulator = createEmulator()
  expect(appSecrets(emulator).webhookSecret).toBeUndefined()
})

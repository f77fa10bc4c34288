// The Worker of the recipe on workerd, with its database.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ManagementClient } from '@propelauth-edge/management'
import { bundleText, forWorkers } from 'test-kit/bundle'
import { startWorkerd } from 'test-kit/workerd'
import { expect } from 'vitest'

const folder = fileURLToPath(new URL('../src/webhooks-d1', import.meta.url))

interface Bindings {
  readonly authUrl: string
  readonly apiKey: string
  readonly apiUrl: string
  readonly secret: string
  /** Default: any free one. */
  readonly port?: number
}

export async function startSyncWorker({ authUrl, apiKey, apiUrl, secret, port = 0 }: Bindings) {
  const script = await bundleText(`export { default } from './worker.ts'`, folder, forWorkers)
  const { miniflare, url } = await startWorkerd(script, {
    name: 'sync',
    port,
    d1Databases: ['DB'],
    bindings: {
      PROPELAUTH_AUTH_URL: authUrl,
      PROPELAUTH_API_KEY: apiKey,
      PROPELAUTH_API_URL: apiUrl,
      PROPELAUTH_WEBHOOK_SECRET: secret,
    },
  })
  const db = await miniflare.getD1Database('DB')
  const statements = readFileSync(`${folder}/schema.sql`, 'utf8')
    .split(';')
    .filter((text) => text.trim())
  for (const statement of statements) await db.prepare(statement).run()
  const rows = async (query: string) => (await db.prepare(query).raw()).sort()
  return {
    db,
    url,
    runCron: async () => (await miniflare.getWorker()).scheduled({ cron: '17 3 * * *' }),
    close: () => miniflare.dispose(),
    /** Compares the tables with what the service has. */
    async expectTables(management: ManagementClient) {
      expect(await rows('SELECT user_id, email, first_name, last_name FROM users')).toEqual(
        await listed(management.iterateUsers(), (user) => [
          user.userId,
          user.email,
          user.firstName ?? null,
          user.lastName ?? null,
        ]),
      )
      expect(await rows('SELECT org_id, name FROM orgs')).toEqual(
        await listed(management.iterateOrgs(), ({ orgId, name }) => [orgId, name]),
      )
    },
  }
}

async function listed<Item>(items: AsyncIterable<Item>, toRow: (item: Item) => unknown[]) {
  const rows = []
  for await (const item of items) rows.push(toRow(item))
  return rows.sort()
}

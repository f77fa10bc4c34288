import type { ManagementClient } from '@propelauth-edge/management'
import type { Table } from './tables.js'

export interface Stores {
  readonly db: D1Database
  readonly management: ManagementClient
}

const nextSync = `INSERT INTO syncs (id, asked) VALUES (?1, 1)
  ON CONFLICT (id) DO UPDATE SET asked = asked + 1 RETURNING asked`
const claimWrite = 'UPDATE syncs SET written = ?2 WHERE id = ?1 AND written < ?2'

/** Makes a row equal to what the service has. Syncs of one id may overlap: the one that asked last wins. */
export async function sync<Item>(table: Table<Item>, id: string, { db, management }: Stores): Promise<void> {
  // The number is taken before the service is asked, so that a higher one has seen at least as much.
  const number = await db.prepare(nextSync).bind(id).first<number>('asked')
  const item = await table.fetch(management, id)
  const [, ...values] = item ? table.toRow(item) : [id]
  await db.batch([
    db.prepare(claimWrite).bind(id, number),
    db.prepare(item ? table.insert : table.remove).bind(id, number, ...values),
  ])
}

/** Syncs every id whose row differs from the service: for events that never arrived, and for the first filling. */
export async function reconcile<Item>(table: Table<Item>, { db, management }: Stores): Promise<void> {
  const rows = await db.prepare(table.select).raw<[id: string, ...values: unknown[]]>()
  const stored = new Map(rows.map((row) => [row[0], JSON.stringify(row)]))
  const different = new Set(stored.keys())
  for await (const item of table.list(management)) {
    const row = table.toRow(item)
    if (stored.get(row[0]) === JSON.stringify(row)) different.delete(row[0])
    else different.add(row[0])
  }
  for (const id of different) await sync(table, id, { db, management })
}

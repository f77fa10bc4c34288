import { deflateSync, inflateSync } from 'node:zlib'
import type { Database } from '../../store/database.js'
import { isReadable } from '../../store/stored-tables.js'
import { ServiceError } from './service-error.js'
import type { Snapshot } from './snapshot.js'

/** A bound of the memory that it takes. */
const MAX_CHARACTERS = 256 * 1024 * 1024

/** As compressed JSON, by the fastest level: most of it is repeated names. @throws {ServiceError} `bad_request` */
export function pack(snapshot: Snapshot): Uint8Array {
  const text = JSON.stringify(snapshot)
  if (text.length <= MAX_CHARACTERS) return deflateSync(text, { level: 1 })
  throw new ServiceError('bad_request', 'The state is too large for a snapshot: it has more than 256 MB')
}

/** @throws {ServiceError} `bad_request` for tables of a version that cannot be read here */
export function unpack(db: Database, name: string, packed: Uint8Array): Snapshot {
  const snapshot = JSON.parse(inflateSync(packed).toString()) as Snapshot
  if (isReadable(db, snapshot.tables.version)) return snapshot
  throw new ServiceError(
    'bad_request',
    `The snapshot ${JSON.stringify(name)} was saved by another version of the emulator, whose tables this one cannot read: remove it`,
  )
}

import { resolve } from 'node:path'
import { processTimer } from './delivery/timer.js'
import type { EmulatorOptions } from './emulator-options.js'
import type { Platform } from './platform.js'
import { newApiKey } from './store/api-key.js'
import { type KeptProject, openDataDirectory } from './store/data-directory.js'
import { openDatabase } from './store/database.js'
import { lazySigningKey } from './store/lazy-signing-key.js'
import { readSigningKey } from './store/signing-key.js'

/** Keeps the state in a data directory or in memory, with `node:sqlite`. */
export function nodePlatform(options: EmulatorOptions): Platform {
  const { data = ':memory:', signingKey } = options
  if (data === ':memory:') return { data, timer: processTimer(), openStore: () => openMemory(signingKey) }
  return { data: resolve(data), timer: processTimer(), openStore: () => openDirectory(data, signingKey) }
}

function openMemory(chosenKey: string | undefined): KeptProject {
  const signingKey = chosenKey === undefined ? lazySigningKey() : readSigningKey(chosenKey)
  const credentials = { apiKey: newApiKey(), signingKey }
  return { db: openDatabase(':memory:'), credentials }
}

function openDirectory(directory: string, signingKey: string | undefined): KeptProject {
  if (signingKey !== undefined)
    throw new TypeError('signingKey is kept in the data directory: give either signingKey or data')
  return openDataDirectory(directory)
}

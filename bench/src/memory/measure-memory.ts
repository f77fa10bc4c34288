import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fastJwtCached } from '../subjects/fast-jwt.ts'
import { ours } from '../subjects/propelauth-edge.ts'

/** Bytes of heap that stay after a collection. */
export interface Memory {
  readonly subject: string
  /** The length of a token, on average. */
  readonly tokenBytes: number
  readonly perRemembered: number
  readonly perExpired: number
  readonly perBadSignature: number
  readonly perGarbage: number
  /** The most that was kept while 1,000,000 different tokens came by. */
  readonly underFlood?: number
}

const child = fileURLToPath(import.meta.resolve('./child.ts'))

async function measureOne(subject: string): Promise<Memory> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, subject])
  return JSON.parse(stdout)
}

/** The libraries with a token cache, each in a process of its own. */
export async function measureMemory(): Promise<Memory[]> {
  const measured: Memory[] = []
  for (const subject of [ours, fastJwtCached.name]) measured.push(await measureOne(subject))
  return measured
}

import { existsSync, readFileSync } from 'node:fs'
import type { Seed } from '../seed/seed.js'
import { SeedError } from '../seed/seed-error.js'
import { isObject } from '../values/json.js'
import { SEED_HELP, type SeedCommand } from './seed-arguments.js'
import { UsageError } from './usage-error.js'

/** Exports, imports or checks a seed. Returns what to print. @throws {Error}, {SeedError}, {UsageError} */
export async function seedCommand(command: SeedCommand): Promise<string> {
  switch (command.action) {
    case 'help':
      return SEED_HELP
    case 'export':
      return `${JSON.stringify(await call(command, 'GET', '/seed'), null, 2)}\n`
    case 'import': {
      const seed = await readSeedFile(command.file)
      await call(command, 'POST', '/reset', { seed })
      return `${summary(command.file, seed)}\n`
    }
    case 'check':
      return `${summary(command.file, await readSeedFile(command.file))}\n`
  }
}

const summary = (file: string, { users = [], orgs = [] }: Seed): string =>
  `${file}: ${users.length} users, ${orgs.length} organizations`

/** @throws {UsageError} if there is none @throws {SeedError} with line and column of every problem */
async function readSeedFile(file: string): Promise<Seed> {
  if (!existsSync(file)) throw new UsageError(`there is no seed file ${file}`)
  const { parseSeed } = await import('../seed/parse-seed.js')
  return parseSeed(readFileSync(file, 'utf8'), file)
}

async function call({ url, apiKey }: SeedCommand, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/_emulator${path}`, {
    method,
    headers: apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Error(`there is no emulator at ${url}. Start one, or name it with --auth-url`, { cause })
  })
  if (!response.headers.has('X-PropelAuth-Emulator')) throw new Error(`${url} is not the emulator`)
  const answer: unknown = await response.json()
  if (!response.ok) throw refusal(answer)
  return answer
}

/** References to what is not in the seed are found when it is applied. */
function refusal(answer: unknown): Error {
  if (isObject(answer) && Array.isArray(answer.seed)) return new SeedError(answer.seed.map(String))
  const text = isObject(answer) ? answer.user_facing_error : undefined
  return new Error(typeof text === 'string' ? text : 'the emulator refused the request')
}

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startProgram } from 'test-kit/program'
import { afterAll, describe } from 'vitest'
import { app } from '../src/elysia.ts'
import { describeGuards } from './describe-guards.ts'
import { serveFetch } from './serve.ts'

const here = dirname(fileURLToPath(import.meta.url))

describe('on Bun', async () => {
  const bun = await startProgram(join(here, '../node_modules/.bin/bun'), [join(here, 'elysia-server.ts')])
  afterAll(() => bun.stop())
  describeGuards((path, init) => fetch(`http://localhost:${Number(bun.line)}${path}`, init), { cors: 'the origin' })
})

describe('on Node', async () => {
  describeGuards(await serveFetch((request) => app.handle(request)), { cors: 'the origin' })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe } from 'vitest'
import { app } from '../src/elysia.ts'
import { describeGuards } from './describe-guards.ts'
import { serveFetch } from './serve.ts'

const here = dirname(fileURLToPath(import.meta.url))

describe('on Bun', async () => {
  const bun = spawn(join(here, '../node_modules/.bin/bun'), [join(here, 'elysia-server.ts')])
  const errors: string[] = []
  bun.stderr.on('data', (chunk) => errors.push(String(chunk)))
  const [port] = await Promise.race([
    once(bun.stdout, 'data'),
    once(bun, 'exit').then(([code]) => {
      throw new Error(`bun ended with ${code}: ${errors.join('')}`)
    }),
  ])
  afterAll(() => {
    bun.kill()
  })
  describeGuards((path, init) => fetch(`http://localhost:${Number(port)}${path}`, init), { cors: true })
})

describe('on Node', async () => {
  describeGuards(await serveFetch((request) => app.handle(request)), { cors: true })
})

import { mkdirSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sveltekit } from '@sveltejs/kit/vite'
import { createBuilder, type InlineConfig, preview } from 'vite'
import { expect, test } from 'vitest'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { askServer } from './serve.ts'

const recipes = join(dirname(fileURLToPath(import.meta.url)), '..')
const src = join(recipes, 'src/sveltekit')
const root = join(recipes, '../../.reports/recipe-sveltekit')
const appTemplate = join(root, 'app.html')

mkdirSync(root, { recursive: true })
writeFileSync(appTemplate, '<!doctype html>%sveltekit.head%<body>%sveltekit.body%</body>')

// SvelteKit reads its config from the working directory.
process.chdir(root)
const files = { src, hooks: { server: join(src, 'hooks.server') }, routes: join(src, 'routes'), appTemplate }
const config = (): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'error',
  plugins: [sveltekit({ files })],
  preview: { port: 0, cors: false },
})
const builder = await createBuilder(config())
await builder.buildApp()
const { httpServer } = await preview(config())
const ask = await askServer(httpServer as Server)

describeGuards(ask)

test('a route outside of the API is served to visitors', async () => {
  const signedIn = async (headers: Record<string, string>) => (await ask('/visit', { headers })).json()
  expect(await signedIn({})).toEqual({ signedIn: false })
  expect(await signedIn({ authorization: 'Bearer a.b.c' })).toEqual({ signedIn: false })
  expect(await signedIn(await issuer.headers())).toEqual({ signedIn: true })
})

test('no spelling of a path bypasses the hook', async () => {
  const spellings = {
    '/%61pi/me': 401,
    // Redirected to the path without the slash.
    '/api/me/': 308,
    '//api/me': 404,
    '/api/me/__data.json': 401,
    '/x/../api/me': 401,
  }
  for (const [path, status] of Object.entries(spellings)) expect((await ask(path)).status, path).toBe(status)
  expect((await ask('/api/me', { method: 'HEAD' })).status).toBe(401)
})

import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, createNitro, prepare } from 'nitro/builder'
import { describeGuards } from './describe-guards.ts'
import { serveNode } from './serve.ts'

const recipes = join(dirname(fileURLToPath(import.meta.url)), '..')
const output = join(recipes, '../../.reports/recipe-nitro')

const nitro = await createNitro({
  rootDir: recipes,
  serverDir: 'src/nitro',
  buildDir: join(output, 'build'),
  output: { dir: output },
  preset: 'node-middleware',
  compatibilityDate: '2026-11-01',
  logLevel: 1,
  routeRules: { '/api/**': { cors: true } },
})
await prepare(nitro)
await build(nitro)
await nitro.close()
const { middleware } = await import(pathToFileURL(join(output, 'server/index.mjs')).href)

describeGuards(await serveNode(middleware), { cors: '*' })

// The official library alone, and with the latest Next.js also the recipe for both libraries, as parts of the shared app:
// the environment of a server says whose proxy and whose routes of the login it has.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../services.ts'
import { adapter } from './next.ts'

/** The sources of the part that has the official library alone. */
export const officialApp = join(adapter, 'test/official-app')

const recipe = join(root, 'docs/recipes/src/next')

/** The environment of a server with the official library alone. */
export const asOfficial = { TEST_APP: 'official' }

/** The environment of a server of the recipe. */
export const asRecipe = { TEST_APP: 'recipe' }

/** The login of the official library, of the recipe, or our sessions. These read the path, and no parameter. */
const routesOf = (names: readonly string[]) => `import * as sessions from '../../../../sessions'
${names.map((name) => `import * as ${name} from './${name}'`).join('\n')}

const handlers = { ${names.join(', ')} }

export const { GET, POST } = handlers[process.env.TEST_APP as keyof typeof handlers] ?? sessions
`

const proxiesOf = (names: readonly string[]) => `import type { NextRequest } from 'next/server'
import { proxy as guards } from './guards-proxy'
${names.map((name) => `import { proxy as ${name} } from './${name}-proxy'`).join('\n')}
import { proxy as sessions } from './sessions'

const proxies = { sessions, ${names.join(', ')} }

export const proxy = (request: NextRequest) =>
  (proxies[process.env.TEST_APP as keyof typeof proxies] ?? guards)(request)
`

/** The proxy of the recipe, or with a header of the test the official proxy alone. */
const recipeProxy = `import { buildAuthMiddleware } from '@propelauth/nextjs/server'
import type { NextRequest } from 'next/server'
import { proxy as recipe } from './recipe'

const official = buildAuthMiddleware()

export const proxy = (request: NextRequest) =>
  request.headers.has('x-test-official-alone') ? official(request) : recipe(request)
`

/** The user of the same request by the official library. */
const officialRoute = `import { getUser } from '@propelauth/nextjs/server/app-router'

export const GET = async () => Response.json({ userId: (await getUser())?.userId ?? null })
`

const writerOf = (folder: string) => (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

/** Adds the official library. */
export function addOfficialLibrary(folder: string, names: readonly string[] = ['official']): void {
  const write = writerOf(folder)
  cpSync(officialApp, folder, { recursive: true })
  write('app/api/auth/[slug]/route.ts', routesOf(names))
  write('proxies.ts', proxiesOf(names))
}

/** Adds the official library and the recipe, whose page and routes are under `/recipe`. */
export function addRecipe(folder: string): void {
  const read = (file: string) => readFileSync(join(recipe, file), 'utf8')
  const write = writerOf(folder)
  addOfficialLibrary(folder, ['official', 'recipe'])
  write('app/api/auth/[slug]/recipe.ts', read('app/api/auth/[slug]/route.ts'))

  // `next start` is production: tokens of the emulator do not count unless the app says so.
  write('app/(recipe)/auth.ts', read('auth.ts').replace('({ authUrl:', '({ allowEmulator: true, authUrl:'))
  for (const part of ['page.tsx', 'api/me', 'api/orgs'])
    cpSync(join(recipe, 'app', part), join(folder, 'app/(recipe)/recipe', part), { recursive: true })
  write('app/(recipe)/recipe/official/route.ts', officialRoute)

  // The requests for which a proxy runs are those of the recipe, without a path that is there for a test of sessions.
  const [code = '', matcher = ''] = read('proxy.ts').split(/^(?=export const config)/m)
  write('recipe.ts', code)
  write('recipe-proxy.ts', recipeProxy)
  write('proxy.ts', `export { proxy } from './proxies'\n\n${matcher.replace('favicon.ico', 'favicon.ico|unmatched')}`)
}

// The app that has the official library alone. With the latest Next.js it is also the app of a recipe for both libraries:
// the environment of a server says which of the two it is.
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../services.ts'
import { adapter, installOfficialLibrary, installProject, type NextApp, nextVersions, renameProxy } from './next.ts'

/** The sources of the app. */
export const officialApp = join(adapter, 'test/official-app')

const recipe = join(root, 'docs/recipes/src/next')

const [[, latest]] = nextVersions

/** The app with a version of Next.js. */
export const officialAppOf = (version: NextApp): NextApp => ({ ...version, name: `${version.name}-official` })

/** With this in its environment, a server is that of the recipe. */
export const asRecipe = { TEST_APP: 'recipe' }

/** Whose handlers the routes of the login are. */
const routes = `import * as official from './official'
import * as recipe from './recipe'

export const { GET, POST } = process.env.TEST_APP === 'recipe' ? recipe : official
`

/** The proxy of the recipe, or with a header of the test the official proxy alone. */
const proxy = `import { buildAuthMiddleware } from '@propelauth/nextjs/server'
import type { NextRequest } from 'next/server'
import { proxy as app } from './official-proxy'
import { proxy as recipe } from './recipe-proxy'

const official = buildAuthMiddleware()

const recipeOrOfficial = (request: NextRequest) =>
  request.headers.has('x-test-official-alone') ? official(request) : recipe(request)

export const proxy = process.env.TEST_APP === 'recipe' ? recipeOrOfficial : app
`

const layout = `import type { ReactNode } from 'react'

export default function Layout({ children }: { children: ReactNode }) {
  return <html><body>{children}</body></html>
}
`

/** The user of the same request by the official library. */
const officialRoute = `import { getUser } from '@propelauth/nextjs/server/app-router'

export const GET = async () => Response.json({ userId: (await getUser())?.userId ?? null })
`

/** Adds the recipe to the app. Its page has a path of its own, and a layout without the client of the official library. */
function addRecipe(folder: string) {
  const read = (file: string) => readFileSync(join(recipe, file), 'utf8')
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const login = 'app/api/auth/[slug]'
  renameSync(join(folder, login, 'route.ts'), join(folder, login, 'official.ts'))
  write(`${login}/recipe.ts`, read(`${login}/route.ts`))
  write(`${login}/route.ts`, routes)

  // `next start` is production: tokens of the emulator do not count unless the app says so.
  write('auth.ts', read('auth.ts').replace('({ authUrl:', '({ allowEmulator: true, authUrl:'))
  for (const part of ['app/api/me', 'app/api/orgs']) cpSync(join(recipe, part), join(folder, part), { recursive: true })
  write('app/(recipe)/recipe/page.tsx', read('app/page.tsx').replace(`'../auth'`, `'../../../auth'`))
  write('app/(recipe)/layout.tsx', layout)
  write('app/official/route.ts', officialRoute)

  const [code = '', matcher = ''] = read('proxy.ts').split(/^(?=export const config)/m)
  renameSync(join(folder, 'proxy.ts'), join(folder, 'official-proxy.ts'))
  write('recipe-proxy.ts', code)
  write('proxy.ts', `${proxy}\n${matcher}`)
}

/** Creates the app. */
export function installOfficialApp(version: NextApp): string {
  const folder = installProject(officialAppOf(version))
  cpSync(officialApp, folder, { recursive: true })
  installOfficialLibrary(join(folder, 'node_modules'))
  if (version === latest) addRecipe(folder)
  else if (version.middleware) renameProxy(folder, 'const proxy', 'const middleware')
  return folder
}

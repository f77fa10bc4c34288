// The app that most tests of Next.js use, each with servers of its own: guards, sessions, the Data Cache, MCP and
// the official library.
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../services.ts'
import { adapter, installOfficialLibrary, installProject, type NextApp, nextVersions, renameProxy } from './next.ts'
import { addSegments } from './next-data-cache.ts'
import { addMcp } from './next-mcp.ts'
import { addOfficialLibrary, addRecipe } from './next-official-app.ts'

const [[latest, next16], ...older] = nextVersions

/** With Cache Components, Next.js has neither the edge runtime nor the settings of segments. */
export const cacheComponents: NextApp = { ...next16, name: 'next-16-cache-components', cacheComponents: true }

export const sharedApps: readonly (readonly [string, NextApp])[] = [
  [latest, next16],
  [`${latest} with Cache Components`, cacheComponents],
  ...older,
]

/** The pages of sessions read the request: with Cache Components, something has to be shown before. */
const suspended = `import { type ReactNode, Suspense } from 'react'

export default function Layout({ children }: { children: ReactNode }) {
  return <Suspense>{children}</Suspense>
}
`

function installTestKit(modules: string) {
  for (const part of ['package.json', 'src/conformance.ts'])
    cpSync(join(root, 'packages/test-kit', part), join(modules, 'test-kit', part))
}

export function installSharedApp(app: NextApp): string {
  const folder = installProject(app)
  cpSync(join(adapter, 'test/app'), folder, { recursive: true })
  installTestKit(join(folder, 'node_modules'))
  installOfficialLibrary(join(folder, 'node_modules'))
  if (app.cacheComponents) {
    rmSync(join(folder, 'app/edge'), { recursive: true })
    writeFileSync(join(folder, 'app/(sessions)/layout.tsx'), suspended)
  } else addSegments(folder)
  if (app === next16) {
    addMcp(folder)
    addRecipe(folder)
  } else if (!app.cacheComponents) addOfficialLibrary(folder)
  if (app.middleware) renameProxy(folder)
  return folder
}

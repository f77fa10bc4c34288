// An app with one folder of routes for each caching rule that a segment of Next.js can have.
import { appendFileSync, cpSync, globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../services.ts'
import { installProject, type NextApp } from './next.ts'

const source = join(root, 'adapters/next/test/data-cache')

export interface Segment {
  readonly name: string
  /** As the route and the page export it. */
  readonly config: string
  /** Whether Next.js answers a plain `fetch` here from its Data Cache. */
  readonly caches: boolean
  /** Whether it does so whatever the request asks for, so that management needs `uncachedFetch`. */
  readonly forces: boolean
}

export const segments: readonly Segment[] = [
  // The rule of Next.js 14 for every segment.
  { name: 'default-cache', config: `fetchCache = 'default-cache'`, caches: true, forces: false },
  { name: 'force-cache', config: `fetchCache = 'force-cache'`, caches: true, forces: true },
  { name: 'only-cache', config: `fetchCache = 'only-cache'`, caches: true, forces: true },
  { name: 'revalidate', config: 'revalidate = 3600', caches: false, forces: false },
]

/** Next.js reads the settings of a segment from the source, so each has files of its own. */
function addSegment(folder: string, { name, config, forces }: Segment) {
  const target = join(folder, 'app', name)
  cpSync(join(source, 'app/segment'), target, { recursive: true })
  if (forces) cpSync(join(target, 'uncached-client.ts'), join(target, 'client.ts'))
  rmSync(join(target, 'uncached-client.ts'))
  for (const file of globSync('**/{page.tsx,route.ts}', { cwd: target }))
    appendFileSync(join(target, file), `\nexport const ${config}\n`)
}

export function installDataCacheApp(app: NextApp): string {
  const folder = installProject({ ...app, name: `${app.name}-data-cache` })
  cpSync(join(source, 'auth.ts'), join(folder, 'auth.ts'))
  cpSync(join(source, 'app/layout.tsx'), join(folder, 'app/layout.tsx'))
  for (const segment of segments) addSegment(folder, segment)
  return folder
}

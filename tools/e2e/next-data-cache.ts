// The same routes under several caching rules of Next.js, one folder for each.
import { appendFileSync, cpSync, globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { adapter } from './next.ts'

const source = join(adapter, 'test/data-cache')

export interface Segment {
  readonly name: string
  /** The setting that its routes and pages export. */
  readonly config: string
  /** Whether the Data Cache answers a `fetch` without options. */
  readonly caches: boolean
  /** Whether `fetch` cannot opt out, so that management needs `uncachedFetch`. */
  readonly forces: boolean
}

export const segments: readonly Segment[] = [
  // The default of Next.js 14.
  { name: 'default-cache', config: `fetchCache = 'default-cache'`, caches: true, forces: false },
  { name: 'force-cache', config: `fetchCache = 'force-cache'`, caches: true, forces: true },
  { name: 'only-cache', config: `fetchCache = 'only-cache'`, caches: true, forces: true },
  { name: 'revalidate', config: 'revalidate = 3600', caches: false, forces: false },
]

/** Next.js reads settings from the source of each file, so every segment gets copies. */
function addSegment(folder: string, { name, config, forces }: Segment) {
  const target = join(folder, 'app', name)
  cpSync(join(source, 'app/segment'), target, { recursive: true })
  if (forces) cpSync(join(target, 'uncached-client.ts'), join(target, 'client.ts'))
  rmSync(join(target, 'uncached-client.ts'))
  for (const file of globSync('**/{page.tsx,route.ts}', { cwd: target }))
    appendFileSync(join(target, file), `\nexport const ${config}\n`)
}

/** Adds the segments to an app. */
export function addSegments(folder: string): void {
  cpSync(join(source, 'data-cache.ts'), join(folder, 'data-cache.ts'))
  for (const segment of segments) addSegment(folder, segment)
}

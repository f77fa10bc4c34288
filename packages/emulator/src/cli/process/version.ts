import { readFileSync } from 'node:fs'

/** The version of the package. */
export function version(): string {
  // The bundle is one folder below the root of the package.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return version
}

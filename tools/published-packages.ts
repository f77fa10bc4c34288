// The packages that are published: all of packages/ and adapters/ that are not private.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './services.ts'

export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, { readonly types: string } | string>>
  readonly typesVersions?: { readonly '*': Readonly<Record<string, readonly string[]>> }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export interface PublishedPackage {
  /** From the root of the repository. */
  readonly home: string
  readonly folder: string
  readonly manifest: Manifest
  /** Where `npm test` packs what would be published. */
  readonly tarball: string
}

export const publishedPackages: readonly PublishedPackage[] = globSync('{packages,adapters}/*/package.json', {
  cwd: root,
})
  .toSorted()
  .map((file) => ({
    home: dirname(file),
    folder: join(root, dirname(file)),
    manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest,
    tarball: join(root, '.reports/packed', `${dirname(file).replace('/', '-')}.tgz`),
  }))
  .filter(({ manifest }) => !manifest.private)

// Whether TypeScript resolves the types of each package as Node and bundlers resolve its code, from its tarball. In one
// process: loading the checker takes longer than checking a package.
import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publishedPackages } from './published-packages.ts'

/** The packages are ES modules only, which `require` of Node loads as well. */
const byDesign = 'CJSResolvesToESM'

for (const { home, tarball } of publishedPackages) {
  const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)))
  const problems = result.types ? result.problems.filter(({ kind }) => kind !== byDesign) : ['the tarball has no types']
  if (problems.length === 0) continue
  console.error(`${home}: ${JSON.stringify(problems, null, 2)}`)
  process.exitCode = 1
}

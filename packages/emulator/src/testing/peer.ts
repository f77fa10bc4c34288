import { createRequire } from 'node:module'
import { EmulatorTestError } from './test-error.js'

/**
 * Loads a test runner without `await`, because Playwright loads tests of a CommonJS project with `require`, which takes
 * no module that awaits at its top level.
 * @throws {EmulatorTestError} `missing_peer`
 */
export function requirePeer(name: string): unknown {
  try {
    return createRequire(import.meta.url)(name)
  } catch (error) {
    throw peerError(name, error)
  }
}

/** Loads a test runner that is an ES module. @throws {EmulatorTestError} `missing_peer` */
export async function importPeer<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    throw peerError(name, error)
  }
}

/** Requires a test runner to have this major and minor version, or a newer one. @throws {EmulatorTestError} `missing_peer` */
export function requireVersion(name: string, [major, minor]: readonly [major: number, minor: number]): void {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string }
  const [installedMajor = 0, installedMinor = 0] = version.split('.').map(Number)
  if (installedMajor > major || (installedMajor === major && installedMinor >= minor)) return
  throw new EmulatorTestError(
    'missing_peer',
    `This needs ${name} ${major}.${minor} or newer, and ${version} is installed`,
  )
}

const NOT_FOUND = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']

/** An error inside the runner is not a missing runner. */
function peerError(name: string, error: unknown): unknown {
  const isMissing =
    error instanceof Error &&
    'code' in error &&
    NOT_FOUND.includes(String(error.code)) &&
    error.message.includes(`'${name}'`)
  if (!isMissing) return error
  const message = `${name} is not installed. Install it in the package that has the tests: npm install --save-dev ${name}`
  return new EmulatorTestError('missing_peer', message, { cause: error })
}

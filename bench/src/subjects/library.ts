import type { createPropelAuth as createCore } from '@propelauth-edge/core'
import type { createPropelAuth as createHono } from '@propelauth-edge/hono'

/** The published entry points of ours that are measured, of whatever build. */
export interface Library {
  readonly createCore: typeof createCore
  readonly createHono: typeof createHono
}

/** A module with the exports of `Library`, and the name of its build in the results. */
export interface LibraryFile {
  readonly name: string
  readonly file: string
}

export interface NamedLibrary extends Library {
  readonly name: string
}

export const loadLibraries = (files: readonly LibraryFile[]): Promise<NamedLibrary[]> =>
  Promise.all(files.map(async ({ name, file }) => ({ name, ...((await import(`file://${file}`)) as Library) })))

/** The same as source text, for a runtime that takes one bundle: declares `libraries`. */
export function toLibraryImports(files: readonly LibraryFile[]): string {
  const imports = files.map(({ file }, index) => `import * as library${index} from ${JSON.stringify(file)}`)
  const items = files.map(({ name }, index) => `{ name: ${JSON.stringify(name)}, ...library${index} }`)
  return `${imports.join('\n')}\nconst libraries = [${items.join(', ')}]`
}

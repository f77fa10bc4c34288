import { fileURLToPath } from 'node:url'

const bun = fileURLToPath(import.meta.resolve('bun/bin/bun.exe'))
const deno = fileURLToPath(import.meta.resolve('deno/bin.cjs'))

export type ProcessRuntime = 'node' | 'bun' | 'deno'

/** How a TypeScript file is started, without its name and arguments. Bun and Deno come from their npm packages. */
export const commands: Readonly<Record<ProcessRuntime, readonly [string, ...string[]]>> = {
  node: [process.execPath],
  bun: [bun],
  deno: [process.execPath, deno, 'run', '--no-lock', '--cached-only', '--allow-all'],
}

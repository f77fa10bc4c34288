// The server of the recipe docs/recipes/mcp.md for Next.js with mcp-handler.
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../services.ts'

const recipes = join(root, 'docs/recipes')

/** Where the recipe says that its files belong. */
const files = [
  ['auth.ts', 'app/auth.ts'],
  ['next/route.ts', 'app/mcp/route.ts'],
  ['next/documents.ts', 'app/.well-known/oauth-protected-resource/mcp/route.ts'],
] as const

/** The code of a file, which imports `auth.ts` from as many folders up as its route is deep. */
function codeOf(from: string, to: string): string {
  const up = '../'.repeat(to.split('/').length - 2)
  return readFileSync(join(recipes, 'src/mcp', from), 'utf8').replace(`'../auth.ts'`, `'${up}auth'`)
}

/** Adds the server to an app. */
export function addMcp(folder: string): void {
  const place = (path: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    return join(folder, path)
  }
  for (const [from, to] of files) writeFileSync(place(to), codeOf(from, to))
  for (const name of ['mcp-handler', '@modelcontextprotocol/server'])
    symlinkSync(realpathSync(join(recipes, 'node_modules', name)), place(`node_modules/${name}`))
}

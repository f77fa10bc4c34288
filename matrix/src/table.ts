// The table of runtimes in docs/runtimes.md: versions, and how many cases were answered as expected.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Column, Row } from './run-matrix.ts'

const root = join(import.meta.dirname, '../..')
const pages = ['docs/runtimes.md']

const readManifest = (
  folder: string,
): { devDependencies: Record<string, string>; dependencies: Record<string, string> } =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))

const versionIn = (range = '') => range.slice(range.lastIndexOf('@') + 1)

const { dependencies: matrix } = readManifest('matrix')
const { devDependencies: next } = readManifest('adapters/next')

const columns: readonly (readonly [Column, string])[] = [
  ['core', 'core'],
  ['hono', `Hono ${versionIn(matrix.hono)}`],
  ['hono-oldest', `Hono ${versionIn(matrix['hono-oldest'])}`],
  ['cloudflare', 'Cloudflare'],
  ['next', 'Next.js'],
  ['itty-router', `itty-router ${versionIn(matrix['itty-router'])}`],
  ['itty-router-5', `itty-router ${versionIn(matrix['itty-router-5'])}`],
  ['session', 'session'],
  ['management', 'management'],
  ['mcp', 'mcp'],
  ['webhooks', 'webhooks'],
  ['emulator', 'emulator'],
]

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function toLine({ name, version, outcomes }: Row): string {
  const cells = columns.map(([column]) => {
    const outcome = outcomes[column]
    return outcome ? String(outcome.cases - outcome.disagreements.length) : '—'
  })
  const title = name.startsWith('Node') ? 'Node' : name
  return line([`${title} ${version}`, ...cells])
}

export const toLines = (rows: readonly Row[]): readonly string[] => rows.map(toLine)

/** The rows of a page, of all runtimes. */
export function readLines(page: string): readonly string[] {
  const [, table = ''] = readFileSync(join(root, page), 'utf8').split(begin)
  return (
    table
      .split(end)[0]
      ?.split('\n')
      .filter((row) => row.startsWith('|'))
      .slice(2) ?? []
  )
}

const begin = '<!-- runtimes: written by `pnpm matrix` -->\n'
const end = '<!-- end of runtimes -->'

/** Puts the table between its marks. */
function writePage(page: string, rows: readonly Row[]) {
  const text = readFileSync(join(root, page), 'utf8')
  const [before = '', rest = ''] = text.split(begin)
  const [, after = ''] = rest.split(end)
  const head = ['', ...columns.map(([, title]) => title)]
  const table = [line(head), line(['---', ...columns.map(() => '--:')]), ...toLines(rows)].join('\n')
  const servers = `Next.js ${versionIn(next.next)} and ${versionIn(next['next-15'])} answer the same cases under \`next start\`.`
  writeFileSync(join(root, page), `${before}${begin}\n${table}\n\n${servers}\n\n${end}${after}`)
}

export function writeTable(rows: readonly Row[]) {
  for (const page of pages) writePage(page, rows)
}
export { pages }

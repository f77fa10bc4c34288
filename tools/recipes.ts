// Copies the files of docs/recipes/src, which the tests run, into the pages of the recipes, and writes the list of
// pages into the index. With --check, fails if a page is out of date.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './services.ts'

const folder = join(root, 'docs/recipes')
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

const problems: string[] = []
const printed = new Set<string>()

/** Fills each code block below a link to its file, such as [`trpc.ts`](src/trpc.ts). */
function printSources(text: string): string {
  return text.replace(/^(\[`.+`\]\((src\/.+)\)\n\n```\w+\n)[\s\S]*?^```$/gm, (_block, head: string, file: string) => {
    printed.add(file)
    return `${head}${read(file).trimEnd()}\n\`\`\``
  })
}

function checkPage(page: string, text: string) {
  const blocks = text.match(/^```(ts|tsx|js)\n/gm)?.length ?? 0
  const sourced = text.match(/^\[`.+`\]\(src\/.+\)\n\n```/gm)?.length ?? 0
  if (blocks !== sourced) problems.push(`${page} has a code block without a file of src/`)
  const tests = Array.from(text.matchAll(/\]\(((?:src|test|\.\.)\/.+?\.test\.ts)\)/g), ([, file = '']) => file)
  if (tests.length === 0) problems.push(`${page} names no test`)
  for (const file of tests)
    if (!existsSync(join(folder, file))) problems.push(`${page} names ${file}, which does not exist`)
}

/** A row of the index: the title and the first paragraph. */
function toRow(page: string, text: string) {
  const [, title = '', gain = ''] = /^# (.+)\n\n([\s\S]+?)\n\n/.exec(text) ?? []
  return `| [${title}](${page}) | ${gain.replaceAll('\n', ' ')} |`
}

const pages = globSync('*.md', { cwd: folder }).filter((name) => name !== 'README.md')
const texts = new Map(pages.toSorted().map((page) => [page, printSources(read(page))]))
for (const [page, text] of texts) checkPage(page, text)

const rows = Array.from(texts, ([page, text]) => toRow(page, text)).join('\n')
const index = printSources(read('README.md'))
texts.set(
  'README.md',
  index.replace(
    /<!-- pages -->[\s\S]*<!-- \/pages -->/,
    () => `<!-- pages -->\n| Recipe | What you get |\n| --- | --- |\n${rows}\n<!-- /pages -->`,
  ),
)

for (const file of globSync('src/**/*.{ts,tsx}', { cwd: folder }))
  if (!printed.has(file)) problems.push(`${file} is shown on no page`)

for (const [page, text] of texts)
  if (!process.argv.includes('--check')) writeFileSync(join(folder, page), text)
  else if (read(page) !== text) problems.push(`docs/recipes/${page} is out of date: run \`node tools/recipes.ts\``)

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${pages.length} recipes show the code that their tests run`)

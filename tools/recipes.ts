// Copies the files of docs/recipes/src, which the tests run, into the pages of the recipes, and writes the list of
// pages into the index and the commands for tarballs into the pages that have a place for them. With --check, fails if a page is out of date.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withoutComments } from './imports/imports-of.ts'
import { printTarballs } from './recipes/tarballs.ts'
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
  const blocks = text.match(/^```(ts|tsx|js|svelte|astro|vue|sql)\n/gm)?.length ?? 0
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
const texts = new Map(pages.toSorted().map((page) => [page, printTarballs(printSources(read(page)))]))
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

/** The apps that recipes add a login to: routes, pages with their data, settings and types are not the recipe. */
const isOfApp = (file: string) =>
  /\/(routes|pages)[/.]|\/app\/(middleware|composables)\//.test(file) ||
  /\/(root|app|router|entry-client|entry-server)\.tsx$|\/(env|\w+\.gen)\.ts$|\.config\.\w+$|\.d\.ts$/.test(file) ||
  /\/server\/api\//.test(file)

const exclude = ['**/node_modules/**', '**/{build,dist}/**', '**/.*/**']
for (const file of globSync('src/**/*.{ts,tsx}', { cwd: folder, exclude }))
  if (!printed.has(file) && !(file.startsWith('src/sessions/') && isOfApp(file)))
    problems.push(`${file} is shown on no page`)

/** Lines of code that runs: no blanks, comments, types or imports. */
function linesOf(file: string): number {
  const types = /^(export )?(interface [\s\S]*?^\}|type [\s\S]*?(?=^\S))|^declare [\s\S]*?^\}/gm
  const rest = withoutComments(read(file))
    .replace(types, '')
    .replace(/^import [^'"]*?['"][^'"]+['"];?$/gm, '')
  return rest.split('\n').filter((line) => line.trim() !== '').length
}

const mostLines = 15
for (const app of globSync('src/sessions/*', { cwd: folder })) {
  // Every app that uses core has its instance.
  const files = globSync(`${app}/**/*.{ts,tsx,js,mjs}`, { cwd: folder, exclude })
  const own = files.filter((file) => !isOfApp(file) && !/\/auth(\.server)?\.ts$/.test(file))
  const lines = own.reduce((total, file) => total + linesOf(file), 0)
  if (lines > mostLines) problems.push(`${own.join(', ')} have ${lines} lines of code, more than ${mostLines}`)
}

for (const [page, text] of texts)
  if (!process.argv.includes('--check')) writeFileSync(join(folder, page), text)
  else if (read(page) !== text) problems.push(`docs/recipes/${page} is out of date: run \`node tools/recipes.ts\``)

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`${pages.length} recipes show the code that their tests run`)

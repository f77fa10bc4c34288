// Writes src/endpoints.ts (the catalogue, with what editors show), docs/endpoints.md and the table of names in
// docs/migration-management.md from the declarations in src/endpoints; with --check, fails if one of them is stale.
// Reads the built declarations for the signatures.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const check = process.argv.includes('--check')

/** The files of src/endpoints in the order of the page. */
const areas = {
  'user-lookups': 'Users by id, e-mail address or username',
  'user-queries': 'Pages of users',
  'user-details': 'What else is known of a user',
  'user-changes': 'Creating and changing users',
  'user-actions': 'Acting on users',
  migration: 'Bringing users over',
  access: 'Magic links, access tokens, employees, keys of tokens',
  mfa: 'Second factor and step-up',
  orgs: 'Organizations',
  memberships: 'Members',
  invites: 'Invites',
  sso: 'Enterprise SSO: SAML and OpenID Connect',
  scim: 'Directories: SCIM',
  'api-keys': 'End-user API keys',
  'api-key-validation': 'Checking end-user API keys',
  insights: 'Reports and charts',
  session: 'Sessions on a server',
}

interface Declared {
  readonly name: string
  readonly summary: string
  readonly method: string
  readonly path: string
  /** What the declaration says beside the route, as source. */
  readonly source: string
}

function readArea(area: string): readonly Declared[] {
  const source = readFileSync(join(home, `src/endpoints/${area}.ts`), 'utf8')
  const pattern =
    /\/\*\* ([^\n]*) \*\/\nexport const (\w+) = endpoint\(\{\n {2}name: '(\w+)',\n {2}route: '(\w+) ([^']+)',\n([\s\S]*?)\n\}\)/g
  const found = Array.from(
    source.matchAll(pattern),
    ([, summary = '', name = '', own, method = '', path = '', rest = '']) => {
      if (own !== name) throw new Error(`${name} calls itself ${own}`)
      return { name, summary, method, path, source: rest }
    },
  )
  const declared = source.match(/= endpoint\(/g)?.length
  if (declared !== found.length) throw new Error(`${area}: ${declared} declarations, ${found.length} with a summary`)
  return found
}

const rows = Object.keys(areas).map((area) => ({ area, endpoints: readArea(area) }))

function write(file: string, text: string): void {
  const path = join(home, file)
  if (!check) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${file} is stale: run \`node packages/management/scripts/docs.ts\``)
    process.exitCode = 1
  }
}

function toImport({ area, endpoints }: (typeof rows)[number]): string {
  const names = endpoints.map(({ name }) => name).sort()
  const line = `import { ${names.join(', ')} } from './endpoints/${area}.js'`
  return line.length <= 120
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join('')}} from './endpoints/${area}.js'`
}

const all = rows.flatMap(({ endpoints }) => endpoints)

write(
  'src/endpoints.ts',
  `// Written by scripts/docs.ts from src/endpoints; change it there.
${rows
  .toSorted((a, b) => (a.area < b.area ? -1 : 1))
  .map(toImport)
  .join('\n')}

/** Every operation of the backend API, by the name of its function. */
export interface Endpoints {
${all.map(({ name, summary }) => `  /** ${summary} */\n  readonly ${name}: typeof ${name}\n`).join('')}}

/** The name of an operation: that of its function in the client. */
export type Operation = keyof Endpoints

export const endpoints: Endpoints = {
${all.map(({ name }) => `  ${name},\n`).join('')}}
`,
)

/** \`(orgId: string)\` and \`Organization | null\`, as the compiler has inferred them. */
function readSignature(area: string, { name, method, path }: Declared): readonly [args: string, output: string] {
  const declarations = readFileSync(join(home, `dist/endpoints/${area}.d.ts`), 'utf8')
  const start = declarations.indexOf(`declare const ${name}: import("../endpoint.js").Endpoint<`)
  const end = declarations.indexOf(`, "${method} ${path}"`, start)
  const text = declarations
    .slice(declarations.indexOf('<', start) + 1, end)
    .replace(/import\("[^"]+"\)\./g, '')
    .replace(/\s+/g, ' ')
    .replace(/(\?: [^,\]]+?) \| undefined/g, '$1')
  const args = text.slice(1, endOfTuple(text))
  return [args, text.slice(args.length + 4)]
}

function endOfTuple(text: string): number {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '[') depth++
    if (text[index] === ']' && --depth === 0) return index
  }
  throw new Error(`no tuple: ${text}`)
}

const cell = (text: string) => text.replaceAll('|', '\\|')

function toRow(area: string, declared: Declared): string {
  const [args, output] = readSignature(area, declared)
  const special = [
    ...Array.from(
      declared.source.matchAll(/(\d{3}): '?(\w+)'?/g),
      ([, status, meaning]) => `${status} → \`${meaning}\``,
    ),
    ...(declared.source.includes("host: 'auth'") ? ['asked of the auth URL'] : []),
  ]
  const signature = `\`${declared.name}(${args})\``
  return `| ${cell(signature)} | \`${cell(output)}\` | \`${declared.method} ${declared.path}\` | ${cell(declared.summary)}${special.length > 0 ? ` (${special.join(', ')})` : ''} |`
}

const iterators = Array.from(
  readFileSync(join(home, 'src/iterators.ts'), 'utf8').matchAll(/ {2}\/\*\* ([^\n]*) \*\/\n {2}readonly (\w+):/g),
  ([, summary, name]) => `| \`${name}\` | ${summary} |`,
)

write(
  '../../docs/endpoints.md',
  `# The functions of the management client

<!-- Written by packages/management/scripts/docs.ts from packages/management/src/endpoints; change it there. -->

${all.length} functions, with the names and the positional arguments of the official Node SDK. Each takes one more argument at its end,
\`{ signal, timeoutMs, headers }\`. The last column says what a function is for and, in parentheses, which statuses mean
something of their own; all others are the same everywhere:

| status | code of the \`ManagementError\` |
| --- | --- |
| 400 | \`invalid_fields\`, with \`fieldErrors\` by wire name |
| 401 | \`invalid_api_key\` |
| 403 | \`forbidden\` |
| 404 | \`not_found\` |
| 409 | \`conflict\` |
| 426 | \`feature_gated\`: organizations are switched off |
| 429 | \`rate_limited\`, with \`retryAfterSeconds\` if the service says so |
| 5xx | \`unavailable\` |
| anything else | \`unexpected_response\` |

An id that cannot be one (a malformed UUID) is answered without a call: with what a 404 gives if that is a value, else with an error.
${rows
  .map(
    ({ area, endpoints }) => `
## ${areas[area as keyof typeof areas]}

| function | gives | route | |
| --- | --- | --- | --- |
${endpoints.map((declared) => toRow(area, declared)).join('\n')}
`,
  )
  .join('')}
## All pages at once

Each takes the arguments of the function it walks with, and gives the items one by one.

| function | walks through |
| --- | --- |
${iterators.join('\n')}
`,
)

/** Names in Python that are not the snake_case form of ours; what is empty has no function there. */
const python: { readonly [name: string]: string } = {
  fetchUserSignupQueryParams: 'fetch_user_signup_query_params_by_user_id',
  fetchUserOAuthTokens: 'fetch_user_oauth_tokens',
  disableUser2fa: 'disable_user_2fa',
  updateOrg: 'update_org_metadata',
  fetchTokenVerificationMetadata: '',
}

/** In no released SDK, or only inside that of Next.js. */
const ours = ['migrateOrgToIsolated', 'refreshAccessTokenFromRefreshToken', 'logoutRefreshToken', 'exchangeSsrCode']

const toSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function toNames({ name }: Declared): string {
  const isOurs = ours.includes(name)
  const names = [isOurs ? '' : (python[name] ?? toSnakeCase(name)), isOurs ? '' : name, name]
  return `| ${names.map((each) => (each ? `\`${each}\`` : '—')).join(' | ')} |`
}

const migration = readFileSync(join(home, '../../docs/migration-management.md'), 'utf8')

write(
  '../../docs/migration-management.md',
  migration.replace(
    /(<!-- functions: .* -->\n)[\s\S]*(<!-- \/functions -->)/,
    `$1\n| FastAPI, Python | Node.js | here |\n| --- | --- | --- |\n${all.map(toNames).join('\n')}\n\n$2`,
  ),
)

// Writes docs/endpoints.md, the table of names in docs/migration-management.md and the table of error codes in README.md;
// with --check, fails if one of them is stale. Facts come from the built package at run time.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contract, type Operation } from '../dist/contract.js'
import * as management from '../dist/index.js'
import { MANAGEMENT_ERRORS, STATUS_OUTCOMES } from '../src/errors/error-codes.ts'
import { type Declared, lastComment, readArea, readDeclarations } from './declarations.ts'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const check = process.argv.includes('--check')

const read = (file: string) => readFileSync(join(home, file), 'utf8')

function write(file: string, text: string): void {
  if (!check) writeFileSync(join(home, file), text)
  else if (read(file) !== text) {
    console.error(`${file} is stale: run \`node packages/management/scripts/docs.ts\``)
    process.exitCode = 1
  }
}

/** Replaces what stands between the comments `<!-- name: … -->` and `<!-- /name -->`. */
function writeSection(file: string, name: string, lines: readonly string[]): void {
  const section = new RegExp(`(<!-- ${name}: .* -->\\n)[\\s\\S]*(<!-- /${name} -->)`)
  write(
    file,
    read(file).replace(section, (_, start, end) => `${start}\n${lines.join('\n')}\n\n${end}`),
  )
}

const operations = Object.keys(contract) as Operation[]

const endpoints: { readonly [Name in Operation]: management.Endpoint } = { ...management }

/** The modules of src/endpoints in the order of the page. */
const areas = {
  'user-lookups': 'Users by id, e-mail address or username',
  'user-queries': 'Pages of users',
  'user-details': 'Further data of a user',
  'user-changes': 'Creating and changing users',
  'user-actions': 'Acting on users',
  migration: 'Migrating users',
  access: 'Magic links, access tokens, employees, verification keys',
  mfa: 'Second factor and step-up',
  orgs: 'Organizations',
  'org-changes': 'Creating and changing organizations',
  memberships: 'Members',
  invites: 'Invites',
  sso: 'Enterprise SSO: SAML and OpenID Connect',
  scim: 'Directories: SCIM',
  'api-keys': 'End-user API keys',
  'api-key-validation': 'Checking end-user API keys',
  reports: 'Reports',
  charts: 'Charts',
  session: 'Sessions on a server',
}

const cell = (text: string) => text.replaceAll('|', '\\|')
const code = (text: string) => `\`${text}\``

/** What differs from all other functions: the meaning of a status, and the host. */
function toNotes(name: Operation): readonly string[] {
  const { on = {}, errorCodes, host } = endpoints[name]
  return [
    ...Object.entries(on).map(([status, outcome]) => `${status} → ${code(String(outcome))}`),
    ...Array.from(errorCodes?.values() ?? [])
      .filter((found) => !Object.values(STATUS_OUTCOMES).includes(found))
      .map((found) => `also ${code(found)}`),
    ...(host ? ['sent to the auth URL'] : []),
  ]
}

function toRow({ name, summary, args, output }: Declared): string {
  const { method, path } = contract[name]
  const notes = toNotes(name)
  const about = notes.length > 0 ? `${summary} (${notes.join(', ')})` : summary
  return `| ${cell(code(`${name}(${args})`))} | ${cell(code(output))} | ${code(`${method} ${path}`)} | ${cell(about)} |`
}

const tables = Object.entries(areas).map(([area, title]) => {
  const rows = readArea(area).map(toRow)
  return {
    rows,
    text: `## ${title}\n\n| function | result | route | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
  }
})
const documented = tables.reduce((total, { rows }) => total + rows.length, 0)
if (documented !== operations.length) throw new Error(`${documented} of ${operations.length} functions have an area`)

const iteratorDeclarations = readDeclarations('endpoints/iterators')
const iterators = Object.keys(management)
  .filter((name) => name.startsWith('iterate') && name !== 'iterate')
  .sort((a, b) => position(a) - position(b))
  .map((name) => `| ${code(name)} | ${lastComment(iteratorDeclarations.slice(0, position(name)))} |`)

function position(name: string): number {
  return iteratorDeclarations.indexOf(`export declare const ${name}:`)
}

const statuses = Object.entries(STATUS_OUTCOMES).map(
  ([status, outcome]) => `| ${status} | ${code(outcome)} | ${MANAGEMENT_ERRORS[outcome]} |`,
)

write(
  '../../docs/endpoints.md',
  `# The functions of the management client

<!-- Written by packages/management/scripts/docs.ts from packages/management/src; change it there. -->

${operations.length} functions, with the names and the positional arguments of the official Node SDK. Each takes one more argument at its end,
\`{ signal, timeoutMs, headers }\`. The last column has the purpose and, in parentheses, the statuses with a meaning of
their own; all others mean the same everywhere:

| status | \`code\` of the \`ManagementError\` | |
| --- | --- | --- |
${statuses.join('\n')}
| 5xx | \`unavailable\` | ${MANAGEMENT_ERRORS.unavailable} |
| other | \`unexpected_response\` | ${MANAGEMENT_ERRORS.unexpected_response} |

A 404 counts only if its body is JSON of PropelAuth: an object with \`error_code\` or \`user_facing_error\`, or \`{}\`. Any other
404, such as a proxy's page, is \`unexpected_response\`.

A malformed id, such as a text that is no UUID, is never sent. The result is that of a 404 if that is a value, else an
error. An id that is no string is a \`TypeError\`.

${tables.map(({ text }) => text).join('\n')}
## All pages at once

Each takes the arguments of the function it pages through, and yields the items one by one.

| function | yields |
| --- | --- |
${iterators.join('\n')}
`,
)

const statusesOf = (name: string) =>
  Object.entries(STATUS_OUTCOMES).flatMap(([status, outcome]) => (outcome === name ? [status] : []))

writeSection('README.md', 'errors', [
  '| code | status | meaning |',
  '| --- | --- | --- |',
  ...Object.entries(MANAGEMENT_ERRORS).map(
    ([name, meaning]) => `| ${code(name)} | ${statusesOf(name).join(', ')} | ${meaning} |`,
  ),
])

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

function toNames(name: Operation): string {
  const isOurs = ours.includes(name)
  const names = [isOurs ? '' : (python[name] ?? toSnakeCase(name)), isOurs ? '' : name, name]
  return `| ${names.map((each) => (each ? `\`${each}\`` : '—')).join(' | ')} |`
}

writeSection('../../docs/migration-management.md', 'functions', [
  '| FastAPI, Python | Node.js | here |',
  '| --- | --- | --- |',
  ...operations.map(toNames),
])

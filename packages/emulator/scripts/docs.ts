// Writes docs/emulator-fidelity.md from the tables beside the routes; with --check, fails if the page is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contract, type Operation } from '../../management/dist/contract.js'
import { ALIASES } from '../src/http/backend/aliases.ts'
import { BACKEND_FIDELITY } from '../src/http/backend/fidelity.ts'
import type { Fidelity, RouteFidelity } from '../src/http/fidelity.ts'
import { FRONTEND_FIDELITY } from '../src/http/frontend/fidelity.ts'
import { MCP_FIDELITY } from '../src/http/mcp/fidelity.ts'
import { OAUTH_FIDELITY } from '../src/http/oauth/fidelity.ts'
import { PAGE_FIDELITY } from '../src/http/pages/fidelity.ts'
import { SELF_SERVICE_FIDELITY } from '../src/http/self-service/fidelity.ts'
import { SESSION_FIDELITY } from '../src/http/session/fidelity.ts'
import { SSO_FIDELITY } from '../src/http/sso/fidelity.ts'

const code = (text: string) => `\`${text}\``

/** The last three columns. */
const facts = ({ from, fixed, assumed }: Fidelity): string =>
  `${fixed ? 'fixed' : 'state'} | ${from.join(', ')} | ${assumed ?? ''} |`

const operations = Object.keys(contract) as Operation[]

function backendRow(name: Operation): string {
  const { method, path } = contract[name]
  const aliases = ALIASES.filter(({ operation }) => operation === name)
  const routes = [{ method, path }, ...aliases].map((route) => code(`${route.method} ${route.path}`))
  return `| ${code(name)} | ${routes.join('<br>')} | ${facts(BACKEND_FIDELITY[name])}`
}

const routeRow = (row: RouteFidelity): string =>
  `| ${row.title} | ${(row.calls ?? []).map(code).join(', ')} | ${row.routes.map(code).join('<br>')} | ${facts(row)}`

const routeTable = (title: string, note: string, rows: readonly RouteFidelity[]): string => `## ${title}

${note}

| | functions of official SDKs | routes | answers from | known from | assumed |
| --- | --- | --- | --- | --- | --- |
${rows.map(routeRow).join('\n')}
`

const groups = [
  routeTable(
    'Sessions and public documents',
    'What the browser and server libraries call, and what verifiers of tokens fetch.',
    SESSION_FIDELITY,
  ),
  routeTable(
    'Frontend API',
    'For `@propelauth/frontend-apis`. Statuses, texts and `field_errors` of errors are assumed: the library goes by the codes.',
    FRONTEND_FIDELITY,
  ),
  routeTable(
    'Hosted pages: logging in',
    'The emulator has texts, looks and addresses of forms of its own.',
    PAGE_FIDELITY,
  ),
  routeTable(
    'Hosted pages: accounts and organizations',
    'The emulator has texts, looks and addresses of forms of its own.',
    SELF_SERVICE_FIDELITY,
  ),
  routeTable('Social and enterprise logins', 'The identity providers are fake, or your own.', SSO_FIDELITY),
  routeTable('OAuth 2.1 for MCP', 'Settings have the answers that no source settles.', MCP_FIDELITY),
  routeTable('The older OAuth API', 'The profile is one of the routes of sessions.', OAUTH_FIDELITY),
]

const page = `# How the emulator's answers are known

<!-- Written by packages/emulator/scripts/docs.ts from the tables beside the routes in packages/emulator/src/http. -->

The service publishes no specification of its answers. For every function and page, this is what the [emulator](emulator.md)
goes by:

- **recorded**: the code of an official SDK, which a test runs unchanged against the emulator, or a recorded answer of the
  service. It has the address, the fields of the request and the fields of the answer.
- **documented**: the public documents of the service show the same.
- **assumed**: neither. The last column says what the emulator decides; a name in \`code\` is a
  [setting](emulator.md#seed-file) with the other possible answers.

**state**: the answer comes from users, organizations and settings, and a change shows in all others. **fixed**: it is the
same for every state. Texts of errors are always the emulator's. Routes below \`/_emulator\` are its own.

## Backend API

The ${operations.length} functions of the backend API. A test calls each of those that \`@propelauth/node\` has, and checks the effect without
the SDK.

| function | routes | answers from | known from | assumed |
| --- | --- | --- | --- | --- |
${operations.map(backendRow).join('\n')}

${groups.join('\n')}`

const file = join(import.meta.dirname, '../../../docs/emulator-fidelity.md')
if (!process.argv.includes('--check')) writeFileSync(file, page)
else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/emulator-fidelity.md is stale: run `node packages/emulator/scripts/docs.ts`')
  process.exitCode = 1
}

// Writes docs/errors.md from the error table of core; with --check, fails if the file is stale, or if SECURITY.md or
// docs/architecture.md names a source file that does not exist.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './services.ts'

const { AUTH_ERRORS } = await import('../packages/core/dist/index.js')

/** When it happens and what to do about it. A code without a line here does not compile. */
const advice: Record<keyof typeof AUTH_ERRORS, readonly [when: string, fix: string]> = {
  missing_token: ['No `Authorization` header, or another scheme.', 'Send `Authorization: Bearer <access token>`.'],
  invalid_request: [
    'A Bearer header that is not one token: two headers, a comma, spaces.',
    'Send one header with one space and one token. A proxy may have added a second header.',
  ],
  malformed_token: [
    'Longer than `maxTokenBytes`, a header part over 1 KiB, not three base64url parts, not JSON; `typ`, `crit`, `b64` or a `kid` that is no string.',
    'Send the access token as the service issued it: not an id token, not quoted, not cut.',
  ],
  algorithm_not_allowed: ['`alg` is anything but `RS256`.', 'Send an access token of PropelAuth.'],
  unknown_key: [
    'No published key fits: another project, a withdrawn key, or a token of the emulator where none is allowed.',
    'The detail names the `kid`. Compare `authUrl` with the `iss` of the token. For the emulator in a container, or with `NODE_ENV=production`, set `allowEmulator`.',
  ],
  invalid_signature: [
    'The signature does not fit the key.',
    'Refuse it. If it happens to all tokens, check `verifierKey`.',
  ],
  issuer_mismatch: [
    '`iss` is not the origin of `authUrl`. The detail names both.',
    'Use the auth URL of the environment that issues your tokens, or set `issuer`.',
  ],
  token_expired: ['`exp` has passed, by more than the tolerance.', 'Refresh the token in the client and try again.'],
  token_not_active: [
    '`nbf` or `iat` lies ahead, by more than the tolerance. A token for MCP: the authorization server says that it is not active, because it is unknown, expired or revoked.',
    'Set the clock of the machine that runs the emulator or the API. For MCP, get a new token.',
  ],
  invalid_claims: [
    'A claim is missing or of the wrong type; `aud` names only others; the token is bound to a key (`cnf`).',
    'See the detail in your logs: it names the claim, what was expected and what was found.',
  ],
  token_revoked: [
    'The option `isRevoked` said that the token does not count any more.',
    'Log in again. If that does not help, ask the operator what was stopped.',
  ],
  invalid_api_key: ['An end-user API key was refused.', 'Create a new key; this one is wrong, expired or archived.'],
  step_up_required: [
    'A guard demands a second factor for an action (`stepUp`), and the request has no good grant for it: none, a spent, expired or unknown one, or that of another user or action. Always for an API key.',
    'Ask the user for a code, get a grant for the action, and send the request again with it ([recipe](recipes/step-up.md)).',
  ],
  not_org_member: [
    'The user is not in the org, or the request names none.',
    'Check where the org id comes from. A token for an active org knows that org alone.',
  ],
  insufficient_role: ['The role is not the required one.', 'Change the role in PropelAuth and refresh the token.'],
  insufficient_permission: ['A permission is missing.', 'Give the role the permission and refresh the token.'],
  impersonation_denied: ['An employee acts as the user, and the guard denies that.', 'Ask the user to do it.'],
  insufficient_scope: [
    'A token for MCP lacks a scope. The challenge names all that are needed.',
    'Ask the user for these scopes, and get a new token.',
  ],
  cross_site_request: [
    'A cookie came with an unsafe method or an upgrade from another origin, or from a page of another site.',
    'Behind a proxy that ends TLS, list the origins of your app in `allowedOrigins` of `fromCookie`. Or send the token in the header.',
  ],
  rate_limited: ['An end-user API key has reached its own limit.', 'Wait as long as `Retry-After` says.'],
  jwks_unavailable: [
    'The keys are neither in memory, nor in the shared cache, nor available from the origin; or the option `isRevoked` failed or took longer than 5 seconds. The detail and the cause say why.',
    'Try again as `Retry-After` says. A `jwksCache` or a `verifierKey` makes missing keys rare. If the detail names `isRevoked`, mend that function or its store.',
  ],
  api_keys_unavailable: ['The service could not be asked about an API key.', 'Try again as `Retry-After` says.'],
  step_up_unavailable: [
    'The service could not be asked about a grant: it is away, slower than 5 seconds, has a rate limit, refuses the backend API key, or the plan has no step-up MFA. The detail has the code.',
    'Try again as `Retry-After` says. The grant may have been spent; then ask the user for a code again.',
  ],
  session_unavailable: [
    'The service could not refresh a session: it is away, or refuses the backend API key. The session is kept.',
    'Try again as `Retry-After` says. The event `invalid_api_key` of `@propelauth-edge/session` names a wrong key.',
  ],
  mcp_unavailable: [
    'A token for MCP could not be introspected: the authorization server is away, refuses the introspection credentials, or too many tokens are asked about.',
    'Try again as `Retry-After` says. The event `introspection` of `@propelauth-edge/mcp` has the cause; its code `invalid_credentials` means the credentials.',
  ],
}

function challengeOf(challenge: string) {
  if (challenge === 'none') return '—'
  return challenge === 'bare' ? '`Bearer realm="…"`' : `\`error="${challenge}"\``
}

const rows = Object.entries(AUTH_ERRORS).map(([code, { status, challenge }]) => {
  const [when, fix] = advice[code as keyof typeof advice]
  return `| \`${code}\` | ${status} | ${challengeOf(challenge)} | ${when} | ${fix} |`
})

const text = `# Errors

<!-- Written by tools/docs.ts from AUTH_ERRORS; change it there. -->

Every refused request has one of these codes. Guards answer it; functions that throw, throw an \`AuthError\` with \`code\`,
\`status\` and \`toResponse()\`; \`authenticateRequest\` returns the code and the response. The body is problem+json (RFC 9457) with
\`type\`, \`title\`, \`status\` and \`code\` (\`./verifier\` leaves out \`type\` and \`title\`). The exact reason is in \`error.detail\`, and
in the body only with \`detail: true\`. 401 and 403 (all but \`cross_site_request\`) carry the challenge of RFC 6750 §3 or RFC 9470 §3, 429 and
503 carry \`Retry-After\`. Every refusal has \`Cache-Control: no-store\`.

| code | status | WWW-Authenticate | when | what to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

Wrong options and wrong requirements are a \`TypeError\` where they are written: at creation, or when a guard is made.
What is not an \`AuthError\` is never turned into one.
`

const sources = globSync('{packages,adapters,matrix,tools,bench,examples,docs}/**/*.ts', {
  cwd: root,
  exclude: (name) => /(^|\/)(node_modules|dist)$/.test(name),
}).map((path) => `/${path}`)

/** The source files that a document names, by the end of their path, and that do not exist. */
function missingSources(document: string): string[] {
  const named = readFileSync(join(root, document), 'utf8').match(/[\w./-]+\.ts\b/g) ?? []
  const missing = [...new Set(named)].filter((name) => !sources.some((path) => path.endsWith(`/${name}`)))
  return missing.map((name) => `${document} names ${name}, which does not exist`)
}

const file = join(root, 'docs/errors.md')
const problems = ['SECURITY.md', 'docs/architecture.md'].flatMap(missingSources)
if (!process.argv.includes('--check')) writeFileSync(file, text)
else {
  if (readFileSync(file, 'utf8') !== text) problems.push('docs/errors.md is stale: run `node tools/docs.ts`')
  if (problems.length > 0) console.error(problems.join('\n'))
  process.exitCode = problems.length > 0 ? 1 : 0
}

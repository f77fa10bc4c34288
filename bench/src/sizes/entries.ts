import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A program whose bundle is measured, without what its users have in their bundle anyway. */
export interface Entry {
  readonly name: string
  readonly code: string
  readonly external?: readonly string[]
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Everything that an entry point of a package exports, without its framework. */
function entriesOf(manifestPath: string): Entry[] {
  const manifest = JSON.parse(readFileSync(join(root, manifestPath), 'utf8')) as Manifest
  const frameworks = Object.keys(manifest.peerDependencies ?? {})
  return Object.entries(manifest.exports).flatMap(([path, target]) => {
    if (typeof target === 'string' || path === './testing') return []
    return {
      name: `everything in ${join(manifest.name, path)}`,
      code: `export * from ${JSON.stringify(join(root, dirname(manifestPath), target.default))}`,
      external: frameworks.flatMap((framework) => [framework, `${framework}/*`]),
    }
  })
}

const worker = (imports: string, jwksCache = '') => `
  import { createPropelAuth } from '@propelauth-edge/core'
  ${imports}
  const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com' ${jwksCache} })
  export default { fetch: propelAuth.withUser((request, { user }) => Response.json(user)) }
`

export const ourEntries = (): Entry[] => [
  { name: 'a Worker around createPropelAuth', code: worker('') },
  {
    name: 'the same with keys in KV',
    code: worker(`import { kvJwksCache } from '@propelauth-edge/core/kv'`, ', jwksCache: kvJwksCache(KV)'),
  },
  {
    name: 'createVerifier with remote keys in KV',
    code: `
      import { kvJwksCache } from '@propelauth-edge/core/kv'
      import { createVerifier, remoteKeys } from '@propelauth-edge/core/verifier'
      const verifier = createVerifier({ authUrl: 'https://auth.example.com', keys: remoteKeys({ cache: kvJwksCache(KV) }) })
      export default { fetch: async (request) => Response.json(await verifier.authenticateRequest(request)) }
    `,
  },
  ...['packages/core/package.json', ...globSync('adapters/*/package.json', { cwd: root }).sort()].flatMap(entriesOf),
  ...entriesOf('packages/webhooks/package.json'),
  {
    name: 'one endpoint of @propelauth-edge/management',
    code: `
      import { call, createTransport, fetchOrg } from ${JSON.stringify(join(root, 'packages/management/dist/index.js'))}
      const transport = createTransport({ authUrl: 'https://auth.example.com', apiKey: 'key' })
      export const find = (orgId) => call(transport, fetchOrg, orgId)
    `,
  },
]

/** What an app adds to core and the transport with a login. */
export const sessionEntries = (): { readonly whole: Entry; readonly without: Entry } => {
  const pathOf = (name: string) => JSON.stringify(join(root, `packages/${name}/dist/index.js`))
  const core = `export * from ${pathOf('core')}`
  return {
    whole: { name: 'core and session', code: `${core}\nexport { createSessions } from ${pathOf('session')}` },
    without: {
      name: 'core and the transport',
      code: `${core}\nexport { createTransport } from ${pathOf('management')}`,
    },
  }
}

/** What an MCP server adds to core, and what it takes alone. */
export const mcpEntries = (): { readonly whole: Entry; readonly without: Entry; readonly alone: Entry } => {
  const pathOf = (name: string) => JSON.stringify(join(root, `packages/${name}/dist/index.js`))
  const core = `export * from ${pathOf('core')}`
  const code = `
    import { createMcpAuth } from ${pathOf('mcp')}
    const mcpAuth = createMcpAuth({
      authUrl: 'https://auth.example.com',
      resource: 'https://mcp.example.com/mcp',
      introspection: { clientId: ID, clientSecret: SECRET },
    })
    const guarded = mcpAuth.withMcpAuth((request, { principal }) => Response.json(principal))
    export default { fetch: async (request) => (await mcpAuth.handler(request)) ?? guarded(request) }
  `
  return {
    whole: { name: 'core and mcp', code: `${core}\nexport * from ${pathOf('mcp')}` },
    without: { name: 'core', code: core },
    alone: { name: 'a Worker around createMcpAuth', code },
  }
}

export const peerEntries: readonly Entry[] = [
  { name: 'hono/jwt', code: `export { jwt } from 'hono/jwt'` },
  { name: 'hono/jwk', code: `export { jwk } from 'hono/jwk'` },
  {
    name: 'jose: createRemoteJWKSet and jwtVerify',
    code: `export { createRemoteJWKSet, jwtVerify } from 'jose'`,
  },
]

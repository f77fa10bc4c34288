import type { Webhooks } from '../../../delivery/webhooks.js'
import type { Project } from '../../../domain/project/project.js'

/** The variables of one kind of app, as the lines of a file. */
export interface EnvironmentBlock {
  readonly id: string
  readonly title: string
  /** Where the lines go. */
  readonly file: string
  readonly lines: readonly string[]
}

/** Front ends, with the names that their build tool shows to the browser and the official templates read. */
const FRONT_ENDS = [
  { id: 'vite', title: 'Vite: React, Vue, Svelte', file: '.env.local', name: 'VITE_AUTH_URL' },
  { id: 'create-react-app', title: 'Create React App', file: '.env.local', name: 'REACT_APP_AUTH_URL' },
  { id: 'sveltekit', title: 'SvelteKit and Astro, in the browser', file: '.env', name: 'PUBLIC_AUTH_URL' },
  { id: 'nuxt', title: 'Nuxt, in the browser', file: '.env', name: 'NUXT_PUBLIC_AUTH_URL' },
  { id: 'gatsby', title: 'Gatsby', file: '.env.development', name: 'GATSBY_AUTH_URL' },
  { id: 'expo', title: 'Expo', file: '.env.local', name: 'EXPO_PUBLIC_AUTH_URL' },
] as const

/** The environment of an app for each framework. It has the keys. */
export function environmentBlocks(project: Project, webhooks: Webhooks): readonly EnvironmentBlock[] {
  const { authUrl, apiKey, signingKey, introspection } = project
  const url = `PROPELAUTH_AUTH_URL=${authUrl}`
  const key = `PROPELAUTH_API_KEY=${apiKey}`
  const api = `PROPELAUTH_API_URL=${authUrl}`
  const verifier = `PROPELAUTH_VERIFIER_KEY=${JSON.stringify(signingKey.publicPem)}`
  const [endpoint] = webhooks.endpoints()
  return [
    { id: 'server', title: 'Servers: Node, Bun, Deno, Hono, Express, Remix', file: '.env', lines: [url, key, api] },
    { id: 'workers', title: 'Cloudflare Workers', file: '.dev.vars', lines: [url, key, api] },
    {
      id: 'next',
      title: 'Next.js, with the official library',
      file: '.env.local',
      lines: [
        `NEXT_PUBLIC_AUTH_URL=${authUrl}`,
        key,
        verifier,
        'PROPELAUTH_REDIRECT_URI=http://localhost:3000/api/auth/callback',
      ],
    },
    ...FRONT_ENDS.map(({ id, title, file, name }) => ({ id, title, file, lines: [`${name}=${authUrl}`] })),
    { id: 'offline', title: 'Verification without a request for the key', file: '.env', lines: [url, verifier] },
    {
      id: 'mcp',
      title: 'MCP servers',
      file: '.env',
      lines: [
        url,
        `PROPELAUTH_MCP_CLIENT_ID=${introspection.clientId}`,
        `PROPELAUTH_MCP_CLIENT_SECRET=${introspection.clientSecret}`,
      ],
    },
    ...(endpoint === undefined
      ? []
      : [
          {
            id: 'webhooks',
            title: `Webhooks at ${endpoint.url}`,
            file: '.env',
            lines: [`PROPELAUTH_WEBHOOK_SECRET=${endpoint.secret}`],
          },
        ]),
  ]
}

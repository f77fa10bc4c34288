import type { AppEnvironment } from './environment.js'

/** What a framework reads of the environment. */
interface Framework {
  /** The file that it reads. */
  readonly file: string
  /** Where its development server runs by default. */
  readonly appUrl: string
  /** Prefix of the variables that reach the browser. */
  readonly publicPrefix?: string
  /** Whether it has no server, so that it must not have a secret. */
  readonly browserOnly?: true
  /** Further variables, which the official library for it reads. */
  readonly further?: (appUrl: string) => Readonly<Record<string, string>>
  readonly note?: string
}

const FRAMEWORKS = {
  node: { file: '.env', appUrl: 'http://localhost:3000', note: 'node --env-file=.env reads it' },
  express: { file: '.env', appUrl: 'http://localhost:3000', note: 'node --env-file=.env reads it' },
  hono: { file: '.dev.vars', appUrl: 'http://localhost:8787', note: 'wrangler dev reads it; on Node it is .env' },
  wrangler: { file: '.dev.vars', appUrl: 'http://localhost:8787', note: 'it wins over vars in wrangler.jsonc' },
  next: {
    file: '.env.local',
    appUrl: 'http://localhost:3000',
    publicPrefix: 'NEXT_PUBLIC_',
    further: (appUrl) => ({ PROPELAUTH_REDIRECT_URI: `${appUrl}/api/auth/callback` }),
  },
  vite: { file: '.env.local', appUrl: 'http://localhost:5173', publicPrefix: 'VITE_', browserOnly: true },
  sveltekit: { file: '.env', appUrl: 'http://localhost:5173', publicPrefix: 'PUBLIC_' },
  astro: { file: '.env', appUrl: 'http://localhost:4321', publicPrefix: 'PUBLIC_' },
  nuxt: { file: '.env', appUrl: 'http://localhost:3000', publicPrefix: 'NUXT_PUBLIC_' },
  'react-router': { file: '.env', appUrl: 'http://localhost:5173', publicPrefix: 'VITE_' },
  expo: { file: '.env.local', appUrl: 'http://localhost:8081', publicPrefix: 'EXPO_PUBLIC_', browserOnly: true },
} as const satisfies Readonly<Record<string, Framework>>

export type FrameworkName = keyof typeof FRAMEWORKS

export const FRAMEWORK_NAMES = Object.keys(FRAMEWORKS) as FrameworkName[]

/** A block of variables, and what to do with it. */
export interface EnvironmentBlock {
  readonly comment: string
  readonly variables: Readonly<Record<string, string>>
}

/** The variables of an app with this framework. */
export function environmentBlock(name: FrameworkName, environment: AppEnvironment, appUrl?: string): EnvironmentBlock {
  const framework: Framework = FRAMEWORKS[name]
  const { file, publicPrefix, browserOnly, further, note } = framework
  const app = appUrl ?? framework.appUrl
  const comment = `For ${name}, in ${file}${note === undefined ? '' : `: ${note}`}. Keep it out of git.`
  return {
    comment,
    variables: {
      ...(browserOnly ? {} : serverVariables(environment, app)),
      ...(publicPrefix === undefined ? {} : publicVariables(publicPrefix, environment)),
      ...further?.(app),
    },
  }
}

/** What our libraries and the official ones read on a server. */
export function serverVariables(environment: AppEnvironment, appUrl?: string): Readonly<Record<string, string>> {
  const { authUrl, apiKey, verifierKey, introspection, webhookSecret } = environment
  return {
    PROPELAUTH_AUTH_URL: authUrl,
    PROPELAUTH_API_KEY: apiKey,
    PROPELAUTH_VERIFIER_KEY: verifierKey,
    PROPELAUTH_API_URL: authUrl,
    ...(appUrl === undefined ? {} : { PROPELAUTH_APP_URL: appUrl }),
    PROPELAUTH_MCP_CLIENT_ID: introspection.clientId,
    PROPELAUTH_MCP_CLIENT_SECRET: introspection.clientSecret,
    ...(webhookSecret === undefined ? {} : { PROPELAUTH_WEBHOOK_SECRET: webhookSecret }),
  }
}

/** Both names that templates and docs use. */
const publicVariables = (prefix: string, { authUrl }: AppEnvironment): Readonly<Record<string, string>> => ({
  [`${prefix}AUTH_URL`]: authUrl,
  [`${prefix}PROPELAUTH_AUTH_URL`]: authUrl,
})

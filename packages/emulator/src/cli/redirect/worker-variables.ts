import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** What `wrangler dev` reads instead of the environment: the first of these files that exists in its folder. */
const FILES = ['.dev.vars', '.env'] as const

const NAMES = ['PROPELAUTH_AUTH_URL', 'PROPELAUTH_API_URL', 'PROPELAUTH_API_KEY']

interface VariablesFile {
  readonly name: string
  readonly variables: NodeJS.Dict<string>
}

/** How a Worker of the current folder gets the variables of the emulator. Undefined if it has the auth URL. */
export function workerAdvice(authUrl: string): string | undefined {
  const print = `npx propelauth-emulator env --for wrangler --url ${authUrl}`
  const file = findFile()
  if (!file)
    return `a Worker reads ${FILES[0]} instead of the environment. This writes it while the emulator runs: ${print} >> ${FILES[0]}`
  const { name, variables } = file
  if (isSameUrl(variables.PROPELAUTH_AUTH_URL, authUrl)) return undefined
  // An address of the app that the file has stays.
  const names = variables.PROPELAUTH_APP_URL ? NAMES : [...NAMES, 'PROPELAUTH_APP_URL']
  return `a Worker reads ${name} instead of the environment, and PROPELAUTH_AUTH_URL=${authUrl} is not in it. Set ${names.join(', ')} there, as this prints them while the emulator runs: ${print}`
}

function findFile(): VariablesFile | undefined {
  for (const name of FILES) {
    const text = read(name)
    if (text !== undefined) return { name, variables: parseEnv(text) }
  }
  return undefined
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // A Worker without secrets has none of these files.
    return undefined
  }
}

const isSameUrl = (url: string | undefined, other: string): boolean =>
  url !== undefined && URL.canParse(url) && new URL(url).href === new URL(other).href

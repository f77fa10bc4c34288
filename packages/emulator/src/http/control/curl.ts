/** The command that sends this POST request from a POSIX shell. */
export function curlCommand(url: string, headers: Readonly<Record<string, string>>, body: string): string {
  return joined([
    ...curl(url),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(body)}`,
  ])
}

/** A call of the backend API or of the control API. */
export interface ApiCall {
  readonly method: string
  readonly url: string
  readonly needsKey: boolean
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string | undefined
}

/** The command that makes this call from a POSIX shell. The API key comes from the environment. */
export function apiCommand({ method, url, needsKey, body }: ApiCall): string {
  return joined([
    ...curl(url, method === 'GET' || (method === 'POST' && body !== undefined) ? undefined : method),
    ...(needsKey ? ['-H "Authorization: Bearer $PROPELAUTH_API_KEY"'] : []),
    ...(body === undefined ? [] : [`--data-raw ${quoted(typeof body === 'string' ? body : JSON.stringify(body))}`]),
  ])
}

// Without `-g`, brackets in the URL would be patterns.
const curl = (url: string, method?: string): string[] => [
  `curl -g ${method === undefined ? '' : `-X ${method} `}${quoted(new URL(url).href)}`,
]

const joined = (lines: readonly string[]): string => lines.join(' \\\n  ')

/** In single quotes a shell expands nothing. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

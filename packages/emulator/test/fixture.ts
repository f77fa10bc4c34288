import { createEmulator, type Emulator, type EmulatorOptions, generateSigningKey } from '../src/index.js'

// Shared by all emulators of a process, because generating an RSA key takes most of the start time.
const signingKey = generateSigningKey()

const opened = new Set<Emulator>()

/** The end of the file closes it. */
export function testEmulator(options: EmulatorOptions = {}): Emulator {
  const emulator = createEmulator({ signingKey, ...options })
  opened.add(emulator)
  return emulator
}

/** A file that keeps one open would get its webhooks while the next file of the process runs. */
export async function closeEmulators(): Promise<void> {
  for (const emulator of opened) await emulator.close()
  opened.clear()
}

/** A response with its body. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects, field by field
  readonly body: any
}

/** Calls the backend API without any SDK. */
export async function backend(emulator: Emulator, method: string, path: string, body?: unknown): Promise<Answer> {
  return read(
    await emulator.fetch(`${emulator.authUrl}/api/backend/v1/${path}`, {
      method,
      headers: { Authorization: `Bearer ${emulator.apiKey}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )
}

/** A call of the control API, with a path below `/_emulator/`. */
export async function callControl(emulator: Emulator, method: string, path: string, body?: unknown): Promise<Answer> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  return read(await emulator.fetch(`${emulator.authUrl}/_emulator/${path}`, init))
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('Content-Type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** A minimal browser: keeps cookies, sends Origin with forms, does not follow redirects. */
export interface Browser {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  submit(path: string, form: Readonly<Record<string, string>> | string[][], origin?: string): Promise<Answer>
  /** Sends any request with the cookies of the browser. */
  request(url: string, init: RequestInit): Promise<Response>
  readonly cookies: ReadonlyMap<string, string>
}

export function browser(emulator: Emulator): Browser {
  const cookies = new Map<string, string>()
  async function request(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await emulator.fetch(url, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
    return response
  }
  const send = async (path: string, init: RequestInit): Promise<Answer> =>
    read(await request(path.startsWith('http') ? path : `${emulator.authUrl}${path}`, init))
  return {
    cookies,
    request,
    get: (path, headers = {}) => send(path, { headers }),
    submit: (path, form, origin = emulator.authUrl) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers: { Origin: origin } }),
  }
}

function keep(cookies: Map<string, string>, header: string): void {
  const [pair = '', ...attributes] = header.split('; ')
  const [name = '', value = ''] = pair.split('=')
  if (attributes.includes('Max-Age=0')) cookies.delete(name)
  else cookies.set(name, value)
}

/** The `rt` parameter as browser SDKs send it. */
export const rt = (url: string): string => `rt=${encodeURIComponent(Buffer.from(url).toString('base64'))}`

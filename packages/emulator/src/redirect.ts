// Preloaded into apps with the environment of the Playwright fixtures. Requests of `fetch` to the service's shared API host
// go to the emulator; all others are unchanged.
const SHARED_API = 'https://propelauth-api.com'
const target = process.env.PROPELAUTH_API_URL
const originalFetch = globalThis.fetch

if (target) globalThis.fetch = (input, init) => originalFetch(redirected(input, target), init)

function redirected(input: Request | URL | string, origin: string): Request | URL | string {
  const text = input instanceof Request ? input.url : String(input)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.origin !== SHARED_API) return input
  const moved = new URL(url.pathname + url.search, origin)
  return input instanceof Request ? new Request(moved, input) : moved
}

export {}

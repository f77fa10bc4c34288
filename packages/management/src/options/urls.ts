const LOOPBACK = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/

/** Whether what is sent to a URL stays on this machine. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname)

/** The URL in a text, if an API key may be sent there: plain http would show it to the network. */
export function toSafeUrl(text = '', allowHttp?: unknown): URL | undefined {
  if (!URL.canParse(text)) return
  const url = new URL(text)
  const safe = allowHttp || isLoopback(url) ? /^https?:/ : /^https:/
  if (safe.test(url.href)) return url
}

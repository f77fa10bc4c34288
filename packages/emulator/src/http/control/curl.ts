/** The command that sends this POST request from a POSIX shell. */
export function curlCommand(url: string, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = [
    // Without `-g`, brackets in the URL would be patterns.
    `curl -g ${quoted(new URL(url).href)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(body)}`,
  ]
  return lines.join(' \\\n  ')
}

/** In single quotes a shell expands nothing. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

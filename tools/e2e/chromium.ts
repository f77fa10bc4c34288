// Debian's Chromium, driven without any download.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** Whether browser tests can run. In continuous integration they must. */
export function hasChromium(): boolean {
  if (executablePath) return true
  if (process.env.CI) throw new Error('Chromium is missing: apt-get install chromium')
  console.warn('\n!!! No Chromium here: the browser tests are SKIPPED. apt-get install chromium !!!\n')
  return false
}

/** A browser that reaches nothing but this machine. */
export function launchChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  const offline = [
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost',
  ]
  return chromium.launch({ ...(executablePath && { executablePath }), args: [...args, ...offline] })
}

// The Chromium of the machine. Nothing is downloaded.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

// The first has the same engine as the others, without the windows around it: pages and contexts take half of the time.
const programs = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
const installed = programs.map((program) => `/usr/bin/${program}`).find((path) => existsSync(path))

/** Whether browser tests can run. In continuous integration they must. */
export function hasChromium(): boolean {
  if (installed) return true
  if (process.env.CI) throw new Error('Chromium is missing: apt-get install chromium-headless-shell, or chromium')
  console.warn(
    '\n!!! No Chromium here: the browser tests are SKIPPED. apt-get install chromium-headless-shell, or chromium !!!\n',
  )
  return false
}

/** Options of a browser that can connect to this machine only. */
export const chromiumOptions: LaunchOptions = {
  ...(installed && {
    executablePath: fileURLToPath(new URL('./chromium.sh', import.meta.url)),
    env: { ...process.env, CHROMIUM: installed },
  }),
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    ...['--disable-component-update', '--disable-sync'],
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
  ],
}

/** A browser that can connect to this machine only. */
export const launchChromium = (): Promise<Browser> => chromium.launch(chromiumOptions)

// The section "A Worker from an empty folder" of docs/sessions.md: its files in an empty folder, and its command.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BrowserFixtures, browserFixtures } from 'test-kit/browser-fixtures'
import { hasChromium } from 'test-kit/chromium'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, test as base, beforeAll, describe, expect } from 'vitest'
import { findPort, root, start, stop } from '../services.ts'
import { installOwn, link } from './session-recipes/recipe-app.ts'

const page = readFileSync(join(root, 'docs/sessions.md'), 'utf8')
const section = page.split('### A Worker from an empty folder')[1]?.split('\n### ')[0] ?? ''

const files = Array.from(
  section.matchAll(/^`([\w./-]+)`.*\n\n```\w+\n((?:(?!```).*\n)*)```/gm),
  ([, name = '', text = '']) => ({
    name,
    text,
  }),
)
const commandOf = (start: string) => new RegExp(`^${start} .*$`, 'm').exec(section)?.[0] ?? ''
const command = commandOf('npx propelauth-emulator exec')

/** Installs what the commands of the section install. */
function install(folder: string) {
  const home = join(root, 'docs/recipes')
  const modules = join(folder, 'node_modules')
  for (const name of ['@propelauth-edge/hono', '@propelauth-edge/emulator']) installOwn(home, name, modules)
  link(realpathSync(join(home, 'node_modules/hono')), join(modules, 'hono'))
  link(join(modules, '@propelauth-edge/emulator/dist/cli.js'), join(modules, '.bin/propelauth-emulator'))
}

const test = base.extend<BrowserFixtures>(browserFixtures())

describe.runIf(hasChromium())('a Worker from an empty folder, as in the docs', () => {
  const folder = temporaryFolder()
  let ports: Readonly<Record<number, number>>
  const atPorts = (text: string) => text.replace(/4460|8787/g, (port) => String(ports[Number(port)]))
  let child: ReturnType<typeof start>['child']
  let appUrl: string
  let authUrl: string
  let output: readonly string[]

  beforeAll(async () => {
    ports = { 4460: await findPort(4980), 8787: await findPort(8850) }
    appUrl = `http://localhost:${ports[8787]}`
    authUrl = `http://localhost:${ports[4460]}`
    install(folder)
    for (const { name, text } of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), atPorts(text))
    }
    // npx starts the program that is in the project; the path is quicker, and asks no registry.
    const started = start('sh', ['-c', atPorts(command).replaceAll('npx ', '')], folder, {
      PATH: [join(folder, 'node_modules/.bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      WRANGLER_SEND_METRICS: 'false',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    })
    child = started.child
    output = started.log
    child.stdout.on('data', (chunk) => started.log.push(String(chunk)))
    while (!(await fetch(appUrl, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined))) {
      if (child.exitCode !== null) throw new Error(`the command ended: ${started.log.join('')}`)
      await sleep(100)
    }
  })

  afterAll(async () => {
    if (child) await stop(child)
  })

  test('has these files and keeps the variables out of git', () => {
    expect(files.map(({ name }) => name)).toEqual(['wrangler.jsonc', '.dev.vars', '.gitignore', 'src/index.ts'])
    expect(files.find(({ name }) => name === '.gitignore')?.text).toContain('.dev.vars\n')
  })

  test('logs a user in and out', async ({ page: tab }) => {
    await tab.goto(`${appUrl}/account`)
    await tab.waitForURL(`${authUrl}/login**`)
    await tab.getByLabel('Email').first().fill('owner@acme.test')
    await tab.getByLabel('Password').first().fill('emulator-password')
    await tab.getByRole('button', { name: 'Log in', exact: true }).first().click()
    await tab.waitForURL(`${appUrl}/account`)
    expect(JSON.parse((await tab.textContent('body')) ?? '')).toMatchObject({ email: 'owner@acme.test' })

    await tab.goto(appUrl)
    await tab.getByText('Hello Olivia').waitFor()
    expect(await tab.getByRole('link', { name: 'Log in' }).count()).toBe(0)
    await tab.getByRole('button', { name: 'Log out' }).click()
    await tab.getByText('Hello visitor').waitFor()
    expect(await tab.getByRole('button', { name: 'Log out' }).count()).toBe(0)
    await tab.getByRole('link', { name: 'Log in' }).click()
    await tab.waitForURL(`${authUrl}/login**`)
    await tab.goto(`${appUrl}/account`)
    await tab.waitForURL(`${authUrl}/login**`)
  })

  test('starts without a warning of requests that are not redirected', () => {
    expect(output.join('')).not.toContain('not redirected')
  })

  test('answers curl as the page says', () => {
    const curl = (...args: string[]) =>
      execFileSync('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', ...args, `${appUrl}/account`], {
        encoding: 'utf8',
      })
    expect(curl('-H', 'Accept: text/html')).toBe('302')
    expect(curl()).toBe('401')
    const followed = execFileSync('sh', ['-c', atPorts(commandOf('curl'))], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(followed).toMatch(/<title>Log in\b/)
  })
})

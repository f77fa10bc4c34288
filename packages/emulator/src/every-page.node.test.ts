import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page, Route } from 'playwright-core'
import { hasChromium, launchChromium } from 'test-kit/chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contrast } from '../test/contrast.js'
import type { Control } from '../test/every-page/borders.js'
import { customProperties } from '../test/every-page/layout.js'
import { type Contrast, type Measured, openPageCopy, type PageCopy } from '../test/every-page/page-copy.js'
import { PAGES, type PageCase } from '../test/every-page/pages.js'
import { getRoutes, isRouteOf, withoutNames } from '../test/every-page/routes.js'
import { inLight } from '../test/every-page/schemes.js'
import { openState, type State } from '../test/every-page/state.js'
import { otherStyle, styleSources } from '../test/every-page/style-rules.js'
import { COLORS, SPACES, SIZES as TEXT_SIZES } from './http/html/style.js'

const WINDOWS = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const

type Size = keyof typeof WINDOWS

const SIZES = Object.keys(WINDOWS) as Size[]

const SCHEMES = ['light', 'dark'] as const

type Scheme = (typeof SCHEMES)[number]

/**
 * Pages are looked at in the dark scheme, where every colour has a value of its own. `otherStyle` shows that those of the
 * light scheme follow from them, and that boxes are the same.
 */
const DARK = { viewport: WINDOWS.desk, colorScheme: 'dark' } as const

/** What axe checks at each size: names and structure are the same at both. Each run takes as long as several rules. */
const RULES = { desk: 'all', phone: ['color-contrast', 'target-size'] } as const

const PLAN = SIZES.map((size) => ({ ...WINDOWS[size], rules: RULES[size] }))

/** Widths at which nothing may overflow, beside those of the windows: small phones, tablets, and the edge of the layout. */
const WIDTHS = [320, 768, 1000]

const STYLE_SHEET = '/_emulator/style.css'

/** Pictures of all pages go to the folder of this variable. Those of pages that fail are always taken. */
const { SCREENSHOTS } = process.env
const REPORTS = fileURLToPath(new URL('../../../.reports/pages', import.meta.url))

let state: State
beforeAll(async () => {
  state = await openState()
})
afterAll(() => state.close())

const pathOf = ({ path }: PageCase): string => (typeof path === 'string' ? path : path(state))

test('every page of the router is in the list, and nothing else', async () => {
  const routes = await getRoutes()
  const shown = new Set(
    PAGES.flatMap((page) => {
      const { pathname } = new URL(pathOf(page), 'http://localhost')
      return [...(page.routes ?? []).map(withoutNames), ...routes.filter((route) => isRouteOf(route, pathname))]
    }),
  )
  const pages: string[] = []
  for (const route of routes) if (await isPage(route)) pages.push(route)
  expect(pages.length).toBeGreaterThan(50)
  expect(pages.filter((route) => !shown.has(route))).toEqual([])
  expect([...shown].filter((route) => !routes.includes(route))).toEqual([])
})

/** Whether a browser gets a page there, as a visitor or with a session. */
async function isPage(route: string): Promise<boolean> {
  const { emulator } = state.servers.full
  const { name, value } = state.sessions.olga
  const sessions = [{}, { Cookie: `${name}=${value}` }]
  const answers = sessions.map((headers) =>
    emulator.fetch(`${emulator.authUrl}${route.replaceAll(':', 'x')}`, {
      headers: { Accept: 'text/html', ...headers },
      redirect: 'manual',
    }),
  )
  const types = (await Promise.all(answers)).map(({ headers }) => headers.get('Content-Type') ?? '')
  return types.some((type) => type.startsWith('text/html'))
}

async function styleSheet(): Promise<string> {
  const { emulator } = state.servers.full
  return (await emulator.fetch(emulator.authUrl + STYLE_SHEET)).text()
}

type Visitor = keyof State['sessions'] | 'guest'

describe.runIf(hasChromium())('in Chromium', { timeout: 120_000 }, () => {
  let chrome: Browser
  let copy: PageCopy
  beforeAll(async () => {
    chrome = await launchChromium()
    copy = await openPageCopy(await chrome.newPage(DARK), await styleSheet())
  })
  afterAll(() => chrome.close())

  const tabs = new Map<Visitor, Promise<Page>>()

  /** The tab of a visitor, who stays signed in from page to page. */
  function tabOf({ as }: PageCase): Promise<Page> {
    const visitor = as ?? 'guest'
    const tab = tabs.get(visitor) ?? newTab(visitor)
    tabs.set(visitor, tab)
    return tab
  }

  async function newTab(visitor: Visitor): Promise<Page> {
    const context = await chrome.newContext(DARK)
    if (visitor !== 'guest') await context.addCookies([state.sessions[visitor]])
    return context.newPage()
  }

  /** Opens the page on a desk. Returns what the browser has reported meanwhile. */
  async function open(page: Page, shown: PageCase): Promise<string[]> {
    const reports: string[] = []
    let status = 0
    page.removeAllListeners()
    page.on('console', (message) => {
      // The browser reports the status of an error page, too.
      const isStatus = /status of \d+/.test(message.text()) && !message.location().url.endsWith('.css')
      if (message.type() === 'error' && !isStatus) reports.push(message.text())
    })
    page.on('pageerror', (error) => reports.push(error.message))
    page.on('response', (response) => {
      if (response.request().isNavigationRequest()) status = response.status()
    })
    if (shown.as === undefined) await page.context().clearCookies()
    if (shown.server === 'guarded') await page.route('**/*', withoutDialog)
    await page.goto(`${state.servers[shown.server ?? 'full'].emulator.authUrl}${pathOf(shown)}`)
    await shown.steps?.(page)
    await page.waitForLoadState()
    expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toContain(shown.heading)
    expect(status).toBe(shown.status ?? 200)
    return reports
  }

  async function setMode(page: Page, size: Size, colorScheme: Scheme): Promise<void> {
    await page.setViewportSize(WINDOWS[size])
    await page.emulateMedia({ colorScheme })
  }

  async function takePictures(page: Page, name: string, folder: string): Promise<void> {
    for (const size of SIZES) {
      for (const scheme of SCHEMES) {
        await setMode(page, size, scheme)
        await page.screenshot({ path: join(folder, `${size}-${scheme}`, `${name}.png`), fullPage: true })
      }
    }
    await setMode(page, 'desk', 'dark')
  }

  /** Opens the page and checks it in every mode. Returns its layout. */
  async function check(page: Page, shown: PageCase): Promise<string> {
    const reports = await open(page, shown)
    if (SCREENSHOTS) await takePictures(page, shown.name, SCREENSHOTS)
    const { sources, html } = await page.evaluate<{ sources: string[]; html: string }>(
      `({ sources: (${styleSources})(), html: (${opened})() })`,
    )
    expect(sources).toEqual([STYLE_SHEET])
    expect(html).not.toMatch(/<script/i)
    const { unfocusable, measured, overflowing } = await copy.check(html, { sizes: PLAN, widths: WIDTHS })
    expect(unfocusable, 'keyboard').toEqual([])
    const layouts = SIZES.map((size, index) => layoutOf(size, measured[index]))
    expect(overflowing, `${WIDTHS} pixels wide`).toEqual(WIDTHS.map(() => []))
    expect(reports).toEqual([])
    return layouts.join('\n\n')
  }

  function layoutOf(size: Size, measured: Measured | undefined): string {
    if (!measured) throw new Error(`nothing was measured on a ${size}`)
    expect(measured.overflowing, size).toEqual([])
    expect(measured.wider, size).toBe(0)
    expect(measured.overlaps, size).toEqual([])
    expect(measured.controls.filter(isFaint), `${size} dark`).toEqual([])
    expect(measured.controls.map(controlInLight).filter(isFaint), `${size} light`).toEqual([])
    expect(measured.violations, `${size} dark`).toEqual([])
    expect(measured.contrasts).not.toEqual([])
    const isUnreadable = ({ text, ground, least }: Contrast) => contrast(inLight(text), inLight(ground)) < least
    expect(measured.contrasts.filter(isUnreadable), `${size} light`).toEqual([])
    return `# ${size}, light and dark\n${measured.lines.join('\n')}`
  }

  test.each(PAGES.map((shown) => [shown.name, shown] as const))('%s', async (name, shown) => {
    const page = await tabOf(shown)
    try {
      expect(await check(page, shown)).toMatchSnapshot()
    } catch (error) {
      await takePictures(page, name, REPORTS)
      throw error
    }
  })

  test('the colour scheme changes the values of colours, and nothing else', async () => {
    const text = await styleSheet()
    expect(text.length).toBeGreaterThan(10_000)
    expect(await copy.evaluate(otherStyle, { text, colors: Object.keys(COLORS.dark) })).toEqual([])
  })

  test.each(SCHEMES)('the colours and distances of the %s scheme', async (colorScheme) => {
    const page = await (await chrome.newContext({ colorScheme })).newPage()
    await page.goto(`${state.servers.full.emulator.authUrl}/login`)
    const names = [
      ...Object.keys(COLORS.light),
      ...Object.keys(SPACES).map((name) => `space-${name}`),
      ...Object.keys(TEXT_SIZES).map((name) => `size-${name}`),
    ]
    expect(await page.evaluate(customProperties, names)).toMatchSnapshot()
    await page.context().close()
  })
})

/** In a page: its HTML, with all details open. */
function opened(): string {
  for (const details of document.querySelectorAll('details')) details.open = true
  return `${document.doctype ? '<!doctype html>' : ''}${document.documentElement.outerHTML}`
}

/** A filled control needs no border. */
const isFaint = ({ border, inside, outside }: Control): boolean =>
  contrast(border, outside) < 3 && contrast(inside, outside) < 3

const controlInLight = ({ name, border, inside, outside }: Control): Control => ({
  name,
  border: inLight(border),
  inside: inLight(inside),
  outside: inLight(outside),
})

/** A browser shows the page of a 401 after the Cancel of its password dialog. This one has none, and fails instead. */
async function withoutDialog(route: Route): Promise<void> {
  const response = await route.fetch()
  const { 'www-authenticate': _, ...headers } = response.headers()
  await route.fulfill({ response, headers })
}

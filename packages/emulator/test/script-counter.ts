import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A page whose content policy is switched off, and how many scripts have called `alert` since. */
export interface ScriptCounter {
  readonly page: Page
  /**
   * Shows what the addresses answer to the visitor of the page, many at a time. Forms are sent in their order. Returns the
   * main headings of each. Fails if one has an attribute or a link that is a script, such as one that runs only when it is
   * clicked.
   */
  show(addresses: readonly (string | Form)[]): Promise<string[][]>
  executed(): number
}

interface Form {
  readonly address: string
  readonly fields: Readonly<Record<string, string>>
}

/** A document in a frame. */
interface Shown {
  readonly headings: string[]
  /** Elements with handlers of events, and links to scripts. */
  readonly scripted: string[]
}

/** Documents at a time. */
const FRAMES = 20

/** Documents that call `alert` as they load, and some that would do so later. */
const RUNNING = ['<script>alert(1)</script>', '<svg onload=alert(1)>', '<iframe srcdoc="<script>alert(1)</script>">']
const WAITING = ['<a href="javascript:alert(1)">x</a>', '<input onfocus="alert(1)">']

/** Opens such a page of the emulator. Fails if a script that should run is not counted. */
export async function openScriptCounter(chrome: Browser, authUrl: string): Promise<ScriptCounter> {
  // Small, because no test looks at it.
  const context = await chrome.newContext({ bypassCSP: true, viewport: { width: 400, height: 300 } })
  const page = await context.newPage()
  let executed = 0
  page.on('dialog', (dialog) => {
    executed += 1
    return dialog.dismiss()
  })
  await page.goto(`${authUrl}/login`)
  const samples = await page.evaluate(showInFrames, [...RUNNING, ...WAITING])
  expect(executed).toBe(RUNNING.length)
  expect(samples.slice(RUNNING.length).map(({ scripted }) => scripted)).toEqual(WAITING.map((html) => [html]))
  return {
    page,
    executed: () => executed - RUNNING.length,
    async show(addresses) {
      const headings: string[][] = []
      for (let start = 0; start < addresses.length; start += FRAMES) {
        const part = addresses.slice(start, start + FRAMES)
        await page.goto(`${authUrl}/login`)
        const shown = await page.evaluate(showInFrames, await page.evaluate(getPages, part))
        for (const [index, { headings: found, scripted }] of shown.entries()) {
          expect(scripted, JSON.stringify(part[index])).toEqual([])
          headings.push(found)
        }
      }
      return headings
    },
  }
}

/** In the browser: the HTML that the visitor gets at each address. */
async function getPages(addresses: readonly (string | Form)[]): Promise<string[]> {
  const headers = { Accept: 'text/html' }
  const pages: string[] = []
  for (const asked of addresses) {
    const { address, fields } = typeof asked === 'string' ? { address: asked } : asked
    const form = fields && { method: 'POST', body: new URLSearchParams(fields) }
    const answer = await fetch(address, { headers, ...form })
    if (!answer.headers.get('Content-Type')?.startsWith('text/html')) throw new Error(`${address} is not a page`)
    pages.push(await answer.text())
  }
  return pages
}

/** In the browser: shows documents in frames of this one. A navigation for each would take several times as long. */
function showInFrames(documents: readonly string[]): Promise<Shown[]> {
  document.body.replaceChildren()
  return Promise.all(
    documents.map(async (html) => {
      const frame = document.createElement('iframe')
      // Scripts need no layout.
      frame.hidden = true
      frame.srcdoc = html
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
      document.body.append(frame)
      await loaded
      const elements = [...(frame.contentDocument?.querySelectorAll('*') ?? [])]
      const isScript = ({ name, value }: Attr) =>
        name.startsWith('on') || (/^(href|src|action|formaction)$/.test(name) && /^\s*javascript:/i.test(value))
      return {
        headings: elements.filter(({ tagName }) => tagName === 'H1').map(({ textContent }) => textContent),
        scripted: elements.filter(({ attributes }) => [...attributes].some(isScript)).map(({ outerHTML }) => outerHTML),
      }
    }),
  )
}

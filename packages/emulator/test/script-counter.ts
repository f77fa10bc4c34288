import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A page whose content policy is switched off, and how many scripts have called `alert` since. */
export interface ScriptCounter {
  readonly page: Page
  /**
   * Shows what the addresses answer to the visitor of the page, one after the other. Returns the main headings of each.
   * Fails if one has an attribute or a link that is a script, such as one that runs only when it is clicked.
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
  const samples = await page.evaluate(
    showInFrame,
    [...RUNNING, ...WAITING].map((html) => ({ html })),
  )
  expect(executed).toBe(RUNNING.length)
  expect(samples.slice(RUNNING.length).map(({ scripted }) => scripted)).toEqual(WAITING.map((html) => [html]))
  return {
    page,
    executed: () => executed - RUNNING.length,
    async show(addresses) {
      // Elsewhere, the cookies of the visitor would not be sent.
      if (new URL(page.url()).origin !== authUrl) await page.goto(`${authUrl}/login`)
      const asked = addresses.map((address) => (typeof address === 'string' ? { address } : address))
      const shown = await page.evaluate(showInFrame, asked)
      for (const [index, { scripted }] of shown.entries())
        expect(scripted, JSON.stringify(addresses[index])).toEqual([])
      return shown.map(({ headings }) => headings)
    },
  }
}

/**
 * In the browser: shows documents, or what the visitor gets at addresses, in a frame of this one. A navigation, or a frame,
 * for each would take several times as long.
 */
async function showInFrame(
  documents: readonly ({ html: string } | { address: string; fields?: Form['fields'] })[],
): Promise<Shown[]> {
  const answerOf = async (address: string, fields?: Form['fields']): Promise<string> => {
    const form = fields && { method: 'POST', body: new URLSearchParams(fields) }
    const answer = await fetch(address, { headers: { Accept: 'text/html' }, ...form })
    if (!answer.headers.get('Content-Type')?.startsWith('text/html')) throw new Error(`${address} is not a page`)
    return answer.text()
  }
  const isScript = ({ name, value }: Attr): boolean =>
    name.startsWith('on') || (/^(href|src|action|formaction)$/.test(name) && /^\s*javascript:/i.test(value))
  const frame = document.createElement('iframe')
  // Scripts need no layout.
  frame.hidden = true
  document.body.replaceChildren(frame)
  const shown: Shown[] = []
  for (const asked of documents) {
    const html = 'html' in asked ? asked.html : await answerOf(asked.address, asked.fields)
    const inner = frame.contentDocument as Document
    inner.open()
    // After the event: a document that opens during that of another has none.
    const loaded = new Promise((resolve) => inner.defaultView?.addEventListener('load', () => setTimeout(resolve)))
    inner.write(html)
    inner.close()
    await loaded
    const elements = [...inner.querySelectorAll('*')]
    shown.push({
      headings: elements.filter(({ tagName }) => tagName === 'H1').map(({ textContent }) => textContent),
      scripted: elements.filter(({ attributes }) => [...attributes].some(isScript)).map(({ outerHTML }) => outerHTML),
    })
  }
  return shown
}

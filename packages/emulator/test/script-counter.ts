import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A page whose content policy is switched off, and how many scripts have called `alert` since. */
export interface ScriptCounter {
  readonly page: Page
  executed(): number
}

/** Opens such a page. Fails if a script that should run is not counted. */
export async function openScriptCounter(chrome: Browser): Promise<ScriptCounter> {
  // Small, because tests have hundreds of pages drawn.
  const context = await chrome.newContext({ bypassCSP: true, viewport: { width: 400, height: 300 } })
  const page = await context.newPage()
  let executed = 0
  page.on('dialog', (dialog) => {
    executed += 1
    return dialog.dismiss()
  })
  await page.goto('data:text/html,<script>alert(1)</script>')
  expect(executed).toBe(1)
  return { page, executed: () => executed - 1 }
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Colours of texts with enough contrast. */
export interface Contrast {
  readonly text: string
  readonly ground: string
  /** What the size of the text demands, from 1 to 21. */
  readonly least: number
}

interface Answer {
  /** Of WCAG 2.2 AA and of good practice, with the elements. */
  readonly violations: readonly string[]
  readonly contrasts: readonly Contrast[]
}

/**
 * A tab that has loaded axe, and shows one page after the other. Loading axe into each page, where none of its functions
 * is compiled yet, takes as long as the checks. The pages have no scripts, so their HTML is all of them.
 */
export interface AxeTab {
  readonly page: Page
  show(html: string): Promise<void>
  check(rules: 'all' | readonly string[]): Promise<Answer>
}

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Opens the tab at an address of the same origin as the pages. */
export async function openAxeTab(page: Page, address: string): Promise<AxeTab> {
  await page.goto(address)
  await page.evaluate(AXE)
  await page.evaluate(addReporter)
  return {
    page,
    show: (html) => page.evaluate(write, html),
    check: (rules) => page.evaluate(run, rules),
  }
}

/** In the tab: replaces the document. What scripts have defined stays. Resolves when the new one has its style. */
function write(html: string): Promise<void> {
  document.open()
  const loaded = new Promise<void>((resolve) => window.addEventListener('load', () => resolve(), { once: true }))
  document.write(html)
  document.close()
  return loaded
}

/** In the tab: lets axe report the colours that have passed. Its own report of all that has passed takes long. */
function addReporter(): void {
  const { addReporter, getReporter } = (globalThis as unknown as { axe: typeof axe }).axe
  addReporter<Answer>('contrasts', (results, options, resolve, reject) => {
    const passes = results.find(({ id }) => id === 'color-contrast')?.passes ?? []
    const found = new Map<string, Contrast>()
    for (const { any } of passes) {
      for (const { data } of any) {
        // Without colours, it is a text that nothing shows.
        if (!data?.fgColor) continue
        const { fgColor, bgColor, expectedContrastRatio } = data
        const least = Number.parseFloat(expectedContrastRatio)
        found.set(`${fgColor} ${bgColor} ${least}`, { text: fgColor, ground: bgColor, least })
      }
    }
    const answer = ({ violations }: axe.AxeResults): void =>
      resolve({
        violations: violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
        ),
        contrasts: [...found.values()],
      })
    getReporter<axe.AxeResults>('v1')(results, options, answer, reject)
  })
}

/** In the tab: runs these rules. */
async function run(rules: 'all' | readonly string[]): Promise<Answer> {
  const report = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
    reporter: 'contrasts' as axe.ReporterVersion,
    resultTypes: ['violations'],
    elementRef: false,
    ...(rules === 'all' ? { rules: { 'target-size': { enabled: true } } } : { runOnly: [...rules] }),
  })
  return report as unknown as Answer
}

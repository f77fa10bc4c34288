import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Frame, Page } from 'playwright-core'

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

/** Pixels. */
interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Shows one page after the other in a frame that has loaded axe. Loading axe into each page, where none of its functions is
 * compiled yet, takes as long as the checks. The pages have no scripts, so their HTML is all of them. The frame is outside
 * of the window, so that nothing is painted when it gets another size.
 */
export interface PageCopy {
  show(html: string, size: Size): Promise<void>
  resize(size: Size): Promise<void>
  evaluate: Frame['evaluate']
  check(rules: 'all' | readonly string[]): Promise<Answer>
}

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Makes the frame in a page of the same origin. */
export async function openPageCopy(page: Page, address: string): Promise<PageCopy> {
  await page.goto(address)
  await page.evaluate(addFrame)
  const frame = page.frames()[1]
  if (!frame) throw new Error('the page has no frame')
  await frame.evaluate(AXE)
  await frame.evaluate(addReporter)
  return {
    resize: (size) => frame.evaluate(resize, size),
    async show(html, size) {
      await frame.evaluate(resize, size)
      await frame.evaluate(write, html)
    },
    evaluate: frame.evaluate.bind(frame),
    check: (rules) => frame.evaluate(run, rules),
  }
}

function addFrame(): void {
  const frame = document.createElement('iframe')
  Object.assign(frame.style, { position: 'fixed', left: '100vw', border: 0 })
  document.body.replaceChildren(frame)
}

/** In the frame. */
function resize({ width, height }: Size): void {
  Object.assign((window.frameElement as HTMLIFrameElement).style, { width: `${width}px`, height: `${height}px` })
}

/** In the frame: replaces the document. What scripts have defined stays. Resolves when the new one has its style. */
function write(html: string): Promise<void> {
  document.open()
  // After the event: a document that opens during that of another has none.
  const loaded = new Promise<void>((resolve) => window.addEventListener('load', () => setTimeout(resolve)))
  document.write(html)
  document.close()
  return loaded
}

/** In the frame: lets axe report the colours that have passed. Its own report of all that has passed takes long. */
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

/** In the frame: runs these rules. */
async function run(rules: 'all' | readonly string[]): Promise<Answer> {
  const report = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
    reporter: 'contrasts' as axe.ReporterVersion,
    resultTypes: ['violations'],
    elementRef: false,
    ...(rules === 'all' ? { rules: { 'target-size': { enabled: true } } } : { runOnly: [...rules] }),
  })
  return report as unknown as Answer
}

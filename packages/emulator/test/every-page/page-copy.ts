import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type axe from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { overflowing } from '../overflowing.js'
import { type Control, controls } from './borders.js'
import { unfocusable } from './focus.js'
import { COLOR_ROLES, layout } from './layout.js'
import { overlaps } from './overlaps.js'

/** Colours of texts with enough contrast. */
export interface Contrast {
  readonly text: string
  readonly ground: string
  /** What the size of the text demands, from 1 to 21. */
  readonly least: number
}

/** Pixels. */
interface Size {
  readonly width: number
  readonly height: number
}

/** What a page says of itself at one size. */
export interface Measured {
  readonly overflowing: readonly string[]
  /** Pixels. */
  readonly wider: number
  readonly overlaps: readonly string[]
  readonly controls: readonly Control[]
  readonly lines: readonly string[]
  /** Of WCAG 2.2 AA and of good practice, with the elements. */
  readonly violations: readonly string[]
  readonly contrasts: readonly Contrast[]
}

/** Where to look at a page, and what for. */
interface Plan {
  /** With the rules that axe checks there. */
  readonly sizes: readonly (Size & { readonly rules: 'all' | readonly string[] })[]
  /** Where nothing may overflow, beside the sizes. */
  readonly widths: readonly number[]
}

interface Report {
  /** Of the links, buttons and fields. */
  readonly unfocusable: readonly string[]
  /** At each size. */
  readonly measured: readonly Measured[]
  /** At each width. */
  readonly overflowing: readonly (readonly string[])[]
}

/**
 * Shows one page after the other in a frame that has loaded axe. Loading axe into each page, where none of its functions is
 * compiled yet, takes as long as the checks. The pages have no scripts, so their HTML is all of them. The frame is outside
 * of the window, so that nothing is painted when it gets another size. All of a page is one call: each takes as long as
 * several checks.
 */
export interface PageCopy {
  check(html: string, plan: Plan): Promise<Report>
  evaluate: Frame['evaluate']
}

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Makes the frame in a page. The style sheet is that of the pages to come. */
export async function openPageCopy(page: Page, styleSheet: string): Promise<PageCopy> {
  await page.evaluate(addFrame)
  const frame = page.frames()[1]
  if (!frame) throw new Error('the page has no frame')
  await frame.evaluate(AXE)
  await frame.evaluate(addReporter)
  await frame.evaluate(parse, styleSheet)
  const checks = { overflowing, unfocusable, overlaps, controls, layout, resize, write, run }
  await frame.evaluate(`Object.assign(window, {${Object.entries(checks).map(([name, check]) => `${name}: ${check}`)}})`)
  return {
    check: (html, plan) => frame.evaluate(check, { html, plan, roles: COLOR_ROLES }),
    evaluate: frame.evaluate.bind(frame),
  }
}

/** In the frame: the functions of the checks, which stay compiled. */
interface Checks {
  readonly overflowing: typeof overflowing
  readonly unfocusable: typeof unfocusable
  readonly overlaps: typeof overlaps
  readonly controls: typeof controls
  readonly layout: typeof layout
  readonly resize: typeof resize
  readonly write: typeof write
  readonly run: typeof run
  readonly sheet: CSSStyleSheet
}

/** In the frame. */
async function check({ html, plan, roles }: { html: string; plan: Plan; roles: typeof COLOR_ROLES }): Promise<Report> {
  const { overflowing, unfocusable, overlaps, controls, layout, resize, write, run } = window as unknown as Checks
  const [first] = plan.sizes
  if (first) resize(first)
  write(html)
  const unfocused = unfocusable()
  const measured: Measured[] = []
  for (const size of plan.sizes) {
    resize(size)
    measured.push({
      overflowing: overflowing(),
      wider: document.documentElement.scrollWidth - window.innerWidth,
      overlaps: overlaps(),
      controls: controls(),
      lines: layout(roles),
      ...(await run(size.rules)),
    })
  }
  const overflowingAt = plan.widths.map((width) => {
    resize({ width, height: 844 })
    return overflowing()
  })
  return { unfocusable: unfocused, measured, overflowing: overflowingAt }
}

function addFrame(): void {
  const frame = document.createElement('iframe')
  Object.assign(frame.style, { position: 'fixed', left: '100vw', border: 0 })
  document.body.replaceChildren(frame)
}

/** In the frame. */
function resize({ width, height }: Size): void {
  Object.assign((window.frameElement as HTMLIFrameElement).style, { width: `${width}px`, height: `${height}px` })
  if (window.innerWidth !== width) throw new Error(`the frame is ${window.innerWidth} pixels wide, not ${width}`)
}

/**
 * In the frame: replaces the document, without a wait: it has no pictures, and its style sheet, which is the same for all
 * pages, is parsed already. What scripts have defined stays.
 */
function write(html: string): void {
  document.open()
  document.write(html.replaceAll(/<link rel="stylesheet"[^>]*>/g, ''))
  document.close()
  document.adoptedStyleSheets = [(window as unknown as Checks).sheet]
}

/** In the frame. */
function parse(text: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  Object.assign(window, { sheet })
}

/** In the frame: lets axe report the colours that have passed. Its own report of all that has passed takes long. */
function addReporter(): void {
  const { addReporter, getReporter } = (globalThis as unknown as { axe: typeof axe }).axe
  addReporter<Pick<Measured, 'violations' | 'contrasts'>>('contrasts', (results, options, resolve, reject) => {
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
async function run(rules: 'all' | readonly string[]): Promise<Pick<Measured, 'violations' | 'contrasts'>> {
  const report = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
    reporter: 'contrasts' as axe.ReporterVersion,
    resultTypes: ['violations'],
    elementRef: false,
    ...(rules === 'all' ? { rules: { 'target-size': { enabled: true } } } : { runOnly: [...rules] }),
  })
  return report as unknown as Pick<Measured, 'violations' | 'contrasts'>
}

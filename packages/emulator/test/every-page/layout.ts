/** The colours of the style sheet by what they are for. Their names stand for their values, which differ by scheme. */
export const COLOR_ROLES = {
  text: ['ink', 'soft', 'accent', 'on-accent', 'good', 'bad'],
  ground: ['page', 'card', 'accent'],
  border: ['line', 'edge', 'ink', 'accent', 'good', 'bad'],
} as const

/**
 * In a page: how it is laid out, a line for each kind of part. Positions and widths are those of boxes whose size comes
 * from the style sheet, in pixels rounded to 4. Nothing depends on a font, or on how much text a page has.
 */
export function layout(roles: typeof COLOR_ROLES): string[] {
  const root = getComputedStyle(document.documentElement)
  const toRgb = (name: string): string => {
    const hex = root.getPropertyValue(`--${name}`).trim()
    return `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`
  }
  const named = (names: readonly string[]) => {
    const byValue = new Map(names.map((name) => [toRgb(name), name]))
    return (color: string): string => (/, 0\)$/.test(color) ? 'none' : (byValue.get(color) ?? color))
  }
  const [text, ground, border] = [named(roles.text), named(roles.ground), named(roles.border)]
  const each = (selector: string, line: (style: CSSStyleDeclaration, element: Element) => string): string[] =>
    Array.from(document.querySelectorAll(selector))
      .filter((element) => element.checkVisibility())
      .map((element) => line(getComputedStyle(element), element))
  const across = (element: Element): string => {
    const { left, width } = element.getBoundingClientRect()
    return `${Math.round(left / 4) * 4}+${Math.round(width / 4) * 4}`
  }
  const place = (lower: Element, selector: string): string => {
    const upper = document.querySelector(selector)?.getBoundingClientRect()
    if (!upper) return 'alone'
    return lower.getBoundingClientRect().top >= upper.bottom - 1 ? 'below' : 'beside'
  }
  const current = (element: Element): string => (element.hasAttribute('aria-current') ? ' of this page' : '')
  const isFull = (element: Element): boolean =>
    element.getBoundingClientRect().width > (element.parentElement?.clientWidth ?? 0) * 0.8
  const lines = [
    each('body', (style) => `body: ${text(style.color)} on ${ground(style.backgroundColor)}`),
    each('.menu', (_, element) => `menu: ${across(element)}`),
    each('main', (_, element) => `main: ${across(element)}, ${place(element, '.menu')}`),
    each('footer', (style, element) => `footer: ${across(element)}, ${place(element, 'main')}, ${text(style.color)}`),
    each(
      '.menu a',
      (style, element) => `menu item${current(element)}: ${text(style.color)}, ${border(style.borderTopColor)}`,
    ),
    each(
      '.tabs a',
      (style, element) => `tab${current(element)}: ${text(style.color)}, ${border(style.borderBottomColor)}`,
    ),
    each('.card', (style, element) => `card: ${across(element)}, padding ${style.padding}`),
    each('.card', (style) => `card: ${border(style.borderTopColor)} on ${ground(style.backgroundColor)}`),
    each('h1, h2, h3', (style, element) => `${element.tagName.toLowerCase()}: ${style.fontSize} ${style.fontWeight}`),
    each('main a:not(.tabs a)', (style) => `link: ${text(style.color)}`),
    each('.soft, .hint, small', (style) => `soft: ${text(style.color)}`),
    each(
      ':is(input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea):not(.inline *)',
      (style, element) =>
        `field: ${isFull(element) ? 'full width' : 'narrow'}, padding ${style.padding}, ${border(style.borderTopColor)} on ${ground(style.backgroundColor)}`,
    ),
    each(
      'button',
      (style, element) =>
        `${['button', element.className].filter(Boolean).join('.')}: ${text(style.color)} on ${ground(style.backgroundColor)}, ${border(style.borderTopColor)}`,
    ),
    each(
      '.columns',
      (style) => `columns: ${style.gridTemplateColumns.split(' ').filter((width) => width !== '0px').length}`,
    ),
    each('tbody tr', (style) => `table: ${style.display === 'block' ? 'blocks' : 'rows'}`),
    each('.error', (style) => `error: ${text(style.color)}, ${border(style.borderTopColor)}`),
    each('.notice', (style) => `notice: ${border(style.borderTopColor)} on ${ground(style.backgroundColor)}`),
    each('.tag', (style) => `tag: ${text(style.color)}`),
    each('.copy', (style) => `to copy: ${style.borderTopStyle} ${border(style.borderTopColor)}`),
  ]
  return lines.flatMap((kind) => [...new Set(kind)].toSorted())
}

/** In a page: the values of the custom properties of its style sheet. */
export function customProperties(names: readonly string[]): string[] {
  const root = getComputedStyle(document.documentElement)
  return names.map((name) => `${name}: ${root.getPropertyValue(`--${name}`).trim()}`)
}

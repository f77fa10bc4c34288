/** A field or a button, with the colours that show where it is. */
export interface Control {
  readonly name: string
  readonly border: string
  readonly inside: string
  readonly outside: string
}

/** In a page: the visible fields and buttons. Boxes and circles of the browser have no border of the style sheet. */
export function controls(): Control[] {
  const isClear = (color: string): boolean => /, 0\)$/.test(color)
  const groundOf = (element: Element | null): string => {
    const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)'
    return isClear(color) ? groundOf(element?.parentElement ?? null) : color
  }
  const selector = 'input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, button'
  return Array.from(document.querySelectorAll(selector))
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const { borderTopColor, borderTopWidth } = getComputedStyle(element)
      const outside = groundOf(element.parentElement)
      const hasBorder = borderTopWidth !== '0px' && !isClear(borderTopColor)
      return {
        name: `${element.tagName.toLowerCase()} ${element.id || element.getAttribute('aria-label') || element.textContent}`,
        border: hasBorder ? borderTopColor : outside,
        inside: groundOf(element),
        outside,
      }
    })
}

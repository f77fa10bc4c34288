/** In a page: pairs of links, buttons and fields of which one covers a part of the other. */
export function overlaps(): string[] {
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()} ${element.id || element.textContent?.trim().slice(0, 30)}`
  const elements = Array.from(
    document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary'),
  )
    .filter((element) => element.checkVisibility() && element.closest('.skip, .away') === null)
    .flatMap((element) => Array.from(element.getClientRects(), (box) => ({ element, box })))
  return elements.flatMap(({ element, box }, index) =>
    elements.slice(index + 1).flatMap((other) => {
      const isWithin = element.contains(other.element) || other.element.contains(element)
      const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
      const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
      return !isWithin && width > 1 && height > 1 ? [`${nameOf(element)} and ${nameOf(other.element)}`] : []
    }),
  )
}

/**
 * In a page: links, buttons and fields that the keyboard cannot reach, or not visibly. As no mouse was used there, the focus
 * that a script moves is shown as that of the keyboard.
 */
export function unfocusable(): string[] {
  const selector = 'a, button, input:not([type=hidden]), select, textarea, summary'
  const found = Array.from(document.querySelectorAll<HTMLElement>(selector))
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      element.focus()
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
      return document.activeElement !== element || element.tabIndex < 0 || !isSeen
    })
    .map(({ outerHTML }) => outerHTML)
  // An element with the focus looks different.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  return found
}

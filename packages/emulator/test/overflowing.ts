/** In a page: elements that are wider than the window or than the card around them. */
export function overflowing(): string[] {
  return Array.from(document.querySelectorAll('body *'))
    .filter((element) => element.closest('thead, select') === null && element.getClientRects().length > 0)
    .filter((element) => {
      const { right, left } = element.getBoundingClientRect()
      const box = element.closest('.card')?.getBoundingClientRect()
      return left < 0 || right > window.innerWidth + 1 || (box !== undefined && right > box.right + 1)
    })
    .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`)
}

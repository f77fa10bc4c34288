export const load = () => {
  throw new Error('This page is broken')
}

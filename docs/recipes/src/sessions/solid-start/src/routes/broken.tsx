export default function Broken(): never {
  throw new Error('This page is broken')
}

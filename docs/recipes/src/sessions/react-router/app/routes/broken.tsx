export function loader() {
  throw new Error('This page is broken')
}

export default function Broken() {
  return null
}

import { data } from 'react-router'

export const loader = () => data(null, { status: 404 })

export default function NotFound() {
  return <p>There is no such page.</p>
}

import { A, createAsync, query } from '@solidjs/router'
import { getRequestEvent } from 'solid-js/web'

const getEmail = query(async () => {
  'use server'
  return getRequestEvent()?.locals.user?.email
}, 'email')

export default function Home() {
  const email = createAsync(() => getEmail(), { deferStream: true })
  return (
    <>
      <p data-testid="user">{email() ?? 'visitor'}</p>
      <A href="/account">Account</A>
    </>
  )
}

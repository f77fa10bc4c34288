'use client'

import { RedirectToLogin } from '@propelauth/nextjs/client'

export default function Page() {
  return <RedirectToLogin />
}

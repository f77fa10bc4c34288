'use client'

import { RedirectToSignup } from '@propelauth/nextjs/client'

export default function Page() {
  return <RedirectToSignup />
}

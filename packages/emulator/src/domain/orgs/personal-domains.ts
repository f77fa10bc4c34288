/** Providers of addresses for everyone. */
const PERSONAL_DOMAINS = new Set([
  'aol.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.com',
  'me.com',
  'msn.com',
  'outlook.com',
  'pm.me',
  'proton.me',
  'protonmail.com',
  'web.de',
  'yahoo.com',
  'yandex.com',
  'zoho.com',
])

/** Whether the domain is one of a mail provider, so that its users have nothing in common. */
export const isPersonalDomain = (domain: string): boolean => PERSONAL_DOMAINS.has(domain)

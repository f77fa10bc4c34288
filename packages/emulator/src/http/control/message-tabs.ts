import type { Html } from '../html/page.js'
import { tabs } from '../html/section.js'

/** The two pages about captured messages. */
export const messageTabs = (current: 'mail' | 'sms'): Html =>
  tabs('Messages', [
    { label: 'Mail', href: '/_emulator/mail', current: current === 'mail' },
    { label: 'SMS', href: '/_emulator/sms', current: current === 'sms' },
  ])

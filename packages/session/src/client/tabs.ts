import type { Page } from './page.js'

/**
 * Announces to the other tabs of the app who is logged in, and calls back when one of them does. The data of the session is
 * not sent: each tab asks the app.
 */
export function joinTabs(page: Page, name: string, onAnnounced: (who: string) => void): (who: string) => void {
  let channel: BroadcastChannel | undefined
  try {
    channel = new (page.BroadcastChannel as typeof BroadcastChannel)(name)
    channel.onmessage = ({ data }) => onAnnounced(data)
  } catch {
    // Browsers without it report a change of localStorage to other tabs. Nothing stays in it.
    page.addEventListener('storage', ({ key, newValue }) => {
      if (key === name && newValue) onAnnounced(newValue)
    })
  }
  return (who) => {
    try {
      if (channel) return channel.postMessage(who)
      page.localStorage.setItem(name, who)
      page.localStorage.removeItem(name)
    } catch {
      // Storage is blocked: other tabs find out when they are shown.
    }
  }
}

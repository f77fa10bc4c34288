import type { Wake } from './memory.js'
import type { Page } from './page.js'

/**
 * Listens to the page, and to the other tabs of the app, which announce who is logged in. Returns how to do that. The data
 * of the session is not sent: each tab asks the app.
 */
export function joinTabs(
  page: Page,
  name: string,
  onAnnounced: (who: string) => void,
  wake: Wake,
  refresh: Wake,
): (who: string) => void {
  page.addEventListener('focus', wake)
  page.addEventListener('visibilitychange', wake)
  page.addEventListener('online', refresh)
  // A page that the browser brings back from its memory may show a session that has ended.
  page.addEventListener('pageshow', ({ persisted }) => persisted && refresh())
  try {
    const channel = new (page.BroadcastChannel as typeof BroadcastChannel)(name)
    channel.onmessage = ({ data }) => onAnnounced(data)
    return (who) => channel.postMessage(who)
  } catch {
    // Browsers without it report a change of localStorage to other tabs. Nothing stays in it.
    page.addEventListener('storage', ({ key, newValue }) => {
      if (key === name && newValue) onAnnounced(newValue)
    })
  }
  return (who) => {
    try {
      page.localStorage.setItem(name, who)
      page.localStorage.removeItem(name)
    } catch {
      // Storage is blocked: other tabs find out when they are shown.
    }
  }
}

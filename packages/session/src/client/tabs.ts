import type { Page } from './page.js'

/**
 * Tells the other tabs of the app whom this one has, and calls back when one of them tells. The data of the session is
 * not sent: each tab asks the app.
 */
export function joinTabs(page: Page, name: string, onTold: (who: string) => void): (who: string) => void {
  let channel: BroadcastChannel | undefined
  try {
    channel = new (page.BroadcastChannel as typeof BroadcastChannel)(name)
    channel.onmessage = ({ data }) => onTold(data)
  } catch {
    // Browsers without it tell other tabs of a change of localStorage. Nothing stays in it.
    page.addEventListener('storage', ({ key, newValue }) => {
      if (key === name && newValue) onTold(newValue)
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

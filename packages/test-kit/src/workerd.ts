import { convertV4MiniflareOptions, Miniflare } from 'miniflare'

type Options = Partial<Extract<Parameters<typeof convertV4MiniflareOptions>[0], { script: string }>>

/** A Worker on workerd. */
export interface RunningWorker extends AsyncDisposable {
  readonly miniflare: Miniflare
  /** The origin at which it answers, without a slash at the end. */
  readonly url: string
}

/** Today's rules without Node's modules and globals, to show that none is needed. */
const withoutNode = {
  compatibilityDate: '2026-11-01',
  compatibilityFlags: ['no_nodejs_compat', 'no_nodejs_compat_v2'],
}

/** Runs a bundled Worker. Give a compatibility date for other rules. */
export async function startWorkerd(script: string, options: Options = {}): Promise<RunningWorker> {
  const rules = 'compatibilityDate' in options ? {} : withoutNode
  // Without `cf: false`, miniflare looks up the location of this machine.
  const miniflare = new Miniflare(convertV4MiniflareOptions({ modules: true, script, cf: false, ...rules, ...options }))
  const { origin } = await miniflare.ready
  return { miniflare, url: origin, [Symbol.asyncDispose]: () => miniflare.dispose() }
}

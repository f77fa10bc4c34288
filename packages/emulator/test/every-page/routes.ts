import { createApp } from '../../src/app.js'
import { createDeliverer } from '../../src/delivery/deliverer.js'
import { createWebhooks } from '../../src/delivery/webhooks.js'
import { createSnapshots } from '../../src/domain/project/named-snapshots.js'
import { openProject } from '../../src/emulator-options.js'
import { createFaults } from '../../src/http/faults.js'
import { createRequestLog } from '../../src/http/request-log.js'
import { nodePlatform } from '../../src/node-platform.js'

/** The paths of all GET routes, with `:` for a parameter. */
export async function getRoutes(): Promise<readonly string[]> {
  const platform = nodePlatform({})
  const project = openProject({}, 'none', platform)
  const deliverer = createDeliverer(project, (request) => fetch(request), platform.timer)
  const app = createApp(project, {
    log: createRequestLog(),
    faults: createFaults(),
    webhooks: createWebhooks(project, deliverer),
    snapshots: createSnapshots(project, () => {}),
    data: ':memory:',
    started: '',
    reset: () => {},
    allowedHosts: [],
  })
  await deliverer.close()
  project.db.close()
  const paths = app.routes.filter(({ method }) => method === 'GET').map(({ path }) => withoutNames(path))
  return [...new Set(paths)].filter((path) => !path.includes('*'))
}

export const withoutNames = (path: string): string => path.replaceAll(/:\w+/g, ':')

/** Whether the path is one of the route. */
export const isRouteOf = (route: string, path: string): boolean =>
  new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(':', '[^/]+')}$`).test(path)

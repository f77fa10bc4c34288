import type { Project } from '../domain/project/project.js'

interface LoginPathOptions {
  readonly page?: 'login' | 'signup'
  /** Further parameters of the page. */
  readonly query?: readonly [name: string, value: string][]
}

/** The login page, with a path of the emulator as its return target. */
export function loginPath(
  project: Project,
  back: string,
  { page = 'login', query = [] }: LoginPathOptions = {},
): string {
  const rt = Buffer.from(`${project.authUrl}${back}`).toString('base64')
  return `/${page}?${new URLSearchParams([['rt', rt], ...query])}`
}

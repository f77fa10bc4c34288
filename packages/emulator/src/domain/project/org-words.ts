import type { Project } from './project.js'
import { readSettings } from './settings.js'

/** What users read for an organization: the setting `orgs_metaname` in the forms that sentences need. */
export interface OrgWords {
  /** As it is in the setting, for the start of a line. */
  readonly title: string
  readonly one: string
  /** With its indefinite article. */
  readonly some: string
  readonly many: string
}

export function orgWords(project: Project): OrgWords {
  const title = readSettings(project).orgs_metaname
  const one = lower(title)
  return { title, one, some: `${/^[aeiou]/i.test(one) ? 'an' : 'a'} ${one}`, many: plural(one) }
}

/** The plural for the start of a line. */
export const orgsTitle = (project: Project): string => plural(readSettings(project).orgs_metaname)

/** Abbreviations stay as they are. */
const lower = (word: string): string => (word === word.toUpperCase() ? word : word.toLowerCase())

/** The regular plural of English. */
function plural(word: string): string {
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/i.test(word) ? `${word}es` : `${word}s`
}

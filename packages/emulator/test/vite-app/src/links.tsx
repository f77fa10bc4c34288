import { useAuthUrl, useHostedPageUrls, useRedirectFunctions } from '@propelauth/react'

const orgId = new URLSearchParams(window.location.search).get('org') ?? ''

type Names<Functions> = { readonly [Name in keyof Functions]: () => unknown }

/** Every link and every redirection of the library, by its name. */
export function Links() {
  const urls = useHostedPageUrls()
  const redirects = useRedirectFunctions()
  const links = {
    ...urls,
    getOrgPageUrl: () => urls.getOrgPageUrl(orgId),
    getSetupSAMLPageUrl: () => urls.getSetupSAMLPageUrl(orgId),
  } satisfies Names<typeof urls>
  const buttons = {
    ...redirects,
    redirectToOrgPage: () => redirects.redirectToOrgPage(orgId),
    redirectToSetupSAMLPage: () => redirects.redirectToSetupSAMLPage(orgId),
  } satisfies Names<typeof redirects>
  return (
    <>
      <p role="status">{useAuthUrl()}</p>
      {Object.entries(links).map(([name, url]) => (
        <a key={name} href={url()}>
          {name}
        </a>
      ))}
      {Object.entries(buttons).map(([name, redirect]) => (
        <button key={name} type="button" onClick={() => redirect()}>
          {name}
        </button>
      ))}
    </>
  )
}

/** What pages show of the user. It is sent to the browser. */
export const useUser = () =>
  useState('user', () => {
    const user = useRequestEvent()?.context.session.user
    return user ? { email: user.email, org: user.getActiveOrg()?.orgName } : null
  })

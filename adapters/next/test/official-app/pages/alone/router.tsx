import { getAuthInfoFromServerSideProps, getUserFromServerSideProps } from '@propelauth/nextjs/server/pages'
import type { GetServerSideProps } from 'next'

interface Props {
  readonly email: string
  readonly hasToken: boolean
}

export const getServerSideProps: GetServerSideProps<Props> = async (context) => {
  const user = await getUserFromServerSideProps(context)
  const { accessToken } = await getAuthInfoFromServerSideProps(context)
  return { props: { email: user?.email ?? 'visitor', hasToken: accessToken !== undefined } }
}

export default function Page({ email, hasToken }: Props) {
  return <p role="status">{`${email}, ${hasToken ? 'with' : 'without'} a token`}</p>
}

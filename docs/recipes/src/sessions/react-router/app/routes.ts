import { index, layout, type RouteConfig, route } from '@react-router/dev/routes'

export default [
  route('api/auth/*', 'routes/auth.ts'),
  index('routes/home.tsx'),
  layout('routes/users.tsx', [route('account', 'routes/account.tsx'), route('api/note', 'routes/note.ts')]),
  route('moved', 'routes/moved.ts'),
  route('broken', 'routes/broken.tsx'),
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig

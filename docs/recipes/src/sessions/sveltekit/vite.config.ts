import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  const { PROPELAUTH_APP_URL } = loadEnv(mode, '.', 'PROPELAUTH_')
  // The Node adapter takes every address for https. A build for http on loopback needs its own.
  return { plugins: [sveltekit({ adapter: adapter(), paths: { origin: PROPELAUTH_APP_URL } })] }
})

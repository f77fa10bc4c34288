import { env } from 'node:process'
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  // The Node adapter takes every address for https. A build for http on loopback needs its own.
  plugins: [sveltekit({ adapter: adapter(), paths: { origin: env.PROPELAUTH_APP_URL } })],
})

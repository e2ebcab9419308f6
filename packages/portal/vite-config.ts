/** How the portal is built, and how it is worked on: `vite` with an API key of a running service in MUSTER_KEY. */

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const service = process.env.MUSTER_URL ?? 'http://127.0.0.1:8420'
const key = process.env.MUSTER_KEY

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // A picture inside a style would need `data:` in the policy of the page.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    proxy: {
      '/api': {
        target: service,
        ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
      },
    },
  },
})

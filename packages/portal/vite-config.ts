/** How the portal is built, and how it is worked on: `vite` with an API key of a running service in MUSTER_KEY. */

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const service = process.env.MUSTER_URL ?? 'http://127.0.0.1:8420'
const key = process.env.MUSTER_KEY

/**
 * What so many parts of the portal need comes in one file. Left alone, the first page takes 39 files and 331 kB; with 10 it
 * takes 9 and 314 kB, as what lies together is packed better; with 6 it takes 7 and 322 kB (brotli, 28 November 2026).
 */
const sharedBy = 10

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // A picture inside a style would need `data:` in the policy of the page.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // In kB before it is packed: the shared file is meant to be large, and whoever starts the demo cannot mend it.
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: sharedBy }] } } },
  },
  server: {
    proxy: {
      '/api': {
        target: service,
        ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
      },
    },
  },
})

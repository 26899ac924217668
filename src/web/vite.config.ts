import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Where a page of the app and a path of the API share a first word, only the API's own go to the server. */
const serverPaths = [
  '^/(auth|user|posts|events|venues|bookings|sandbox|webhooks|openapi|docs|health)(/|\\?|$)',
  '^/tickets/.+',
]

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  server: {
    proxy: Object.fromEntries(
      serverPaths.map(path => [path, { target: process.env.SEATMATE_SERVER ?? 'http://localhost:8080' }]),
    ),
  },
  build: {
    outDir: '../Seatmate/wwwroot',
    emptyOutDir: true,
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
})

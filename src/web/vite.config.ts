import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** The API's first words. Some are pages of the app as well: whoever opens one in the browser gets the page. */
const serverPaths = '^/(admin|audit|auth|bookings|consents|dev|events|health|holds|invitations|keys|notifications'
  + '|orders|organisers|posts|push|reports|retention|sandbox|tickets|unsubscribe|user|venues|webhooks)(/|\\?|$)'

const target = process.env.SEATMATE_SERVER ?? 'http://localhost:8080'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  server: {
    proxy: {
      '^/(docs|openapi)/': { target },
      [serverPaths]: {
        target,
        bypass: ({ headers }) => headers.accept?.includes('text/html') ? '/index.html' : undefined,
      },
    },
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

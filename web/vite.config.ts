import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [
    vue(),
    // Element Plus by need: what a template names is in its chunk, with its style sheet, and nothing else.
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
  resolve: { alias: { '@': here('./src') } },
  build: {
    target: 'chrome109', // Windows 7's last; what is older reads the notice in the page itself
    assetsInlineLimit: 0, // no data: addresses, so that the policy needs none
    modulePreload: { polyfill: false }, // it would stand in the page as inline script
    reportCompressedSize: false,
    rolldownOptions: { input: { admin: here('./admin.html') } },
  },
  server: {
    host: '127.0.0.1',
    // `npm run dev` beside a running program: SONGNUAN_URL=http://127.0.0.1:8080 npm run dev
    proxy: process.env.SONGNUAN_URL ? { '/api': process.env.SONGNUAN_URL } : undefined,
  },
  test: {
    environment: 'jsdom',
    maxWorkers: 2,
    include: ['src/**/*.test.ts'],
    env: { TZ: 'America/Los_Angeles' }, // days are the union's, not the reader's
    server: { deps: { inline: ['element-plus'] } },
  },
})

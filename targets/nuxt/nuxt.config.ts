import { fileURLToPath } from 'node:url';
import { siteIcon } from '../shared-node/words.js';

const shared = fileURLToPath(new URL('../shared-node', import.meta.url));

export default defineNuxtConfig({
  compatibilityDate: '2026-11-28',
  telemetry: false,
  devtools: { enabled: false },
  alias: { '#blog': shared },
  // One stylesheet for all targets, and nothing of it in the page.
  features: { inlineStyles: false, noScripts: process.env['HYDRATE'] === 'no' ? 'production' : false },
  app: {
    head: {
      htmlAttrs: { lang: 'en' },
      bodyAttrs: { class: 'page' },
      link: [
        { rel: 'icon', href: siteIcon },
        { rel: 'stylesheet', href: '/style.css' },
      ],
    },
    // The body lays out what stands in it, which Nuxt puts into an element of its own.
    rootAttrs: { id: '__nuxt', style: 'display: contents' },
  },
  nitro: {
    preset: process.env['NITRO_PRESET'] ?? 'node-listener',
    serveStatic: true,
    output: { dir: process.env['OUTPUT'] ?? '.output' },
  },
  typescript: { typeCheck: false },
});

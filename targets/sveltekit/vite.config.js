import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  plugins: [
    sveltekit({
      // No target compresses what it sends.
      adapter: adapter({ precompress: false, out: mode === 'ssr' ? 'build/ssr' : 'build/hydrated' }),
    }),
  ],
  resolve: { alias: { $shared: fileURLToPath(new URL('../shared-node', import.meta.url)) } },
  define: { __HYDRATED__: mode !== 'ssr' },
}));

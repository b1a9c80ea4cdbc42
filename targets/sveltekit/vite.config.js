import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    sveltekit({
      // No target compresses what it sends.
      adapter: adapter({ precompress: false }),
    }),
  ],
});

import { fileURLToPath } from 'node:url';
import { solidStart } from '@solidjs/start/config';
import { nitro } from 'nitro/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [solidStart({ middleware: './src/middleware.ts' }), nitro()],
  resolve: { alias: { '#blog': fileURLToPath(new URL('../shared-node', import.meta.url)) } },
  nitro: {
    // `node_middleware` gives a handler for a server of ours, `node_server` is Nitro's own server.
    preset: process.env['STOCK'] === 'yes' ? 'node_server' : 'node_middleware',
    serveStatic: true,
    output: { dir: process.env['STOCK'] === 'yes' ? '.output/stock' : '.output/mounted' },
  },
});

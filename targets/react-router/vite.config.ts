import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  // As in React Router's template for a server of one's own: what that server mounts is part of the build.
  environments: { ssr: { build: { rolldownOptions: { input: './server/app.ts' } } } },
});

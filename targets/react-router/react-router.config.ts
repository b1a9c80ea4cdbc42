import type { Config } from '@react-router/dev/config';

export default {
  // This blog has eight routes, so the whole manifest is one small file that browsers keep, and nothing asks for
  // /__manifest behind the reader's back.
  routeDiscovery: { mode: 'initial' },
} satisfies Config;

/** What `server.js` mounts: pages by React Router, and the blog that they read, for the forms. */

import * as build from 'virtual:react-router/server-build';
import { createRequestHandler } from '@react-router/express';
import { RouterContextProvider } from 'react-router';
import { signInFailed } from '../app/context';

export { blog } from '../app/blog.server';

// The build itself, not a function that imports it: that one is for development, and is called for every request.
export const pages = createRequestHandler({
  build,
  getLoadContext: (request) => {
    const context = new RouterContextProvider();
    if ('signInFailed' in request) context.set(signInFailed, true);
    return context;
  },
});

/** Nuxt's handler in a server of node:http: https://nitro.build/deploy/runtimes/node#handler-advanced */
import { createServer } from 'node:http';
import { openBlog } from '../shared-node/database.js';
import { listen } from '../shared-node/listen.js';
import { plainRoutes } from '../shared-node/plain-routes.js';

const { listener } = await import(`./.output/${process.env.BUILD ?? 'hydrated'}/server/index.mjs`);
const blog = openBlog(process.env.BLOG_DB);
const plain = plainRoutes(blog, new URL('../contract/style.css', import.meta.url));

listen(
  createServer((request, response) =>
    plain(request, response, (error) => {
      if (error === undefined) return listener(Object.assign(request, { blog }), response);
      console.error(error);
      response.writeHead(500).end();
    }),
  ),
);

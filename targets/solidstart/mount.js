/**
 * SolidStart's handler, as Nitro's preset `node_middleware` builds it, in a server of node:http. A file named server.js would
 * be taken into the build.
 */
import { createServer } from 'node:http';
import { openBlog } from '../shared-node/database.js';
import { listen } from '../shared-node/listen.js';
import { plainRoutes } from '../shared-node/plain-routes.js';
import { middleware } from './.output/mounted/server/index.mjs';

const blog = openBlog(process.env.BLOG_DB);
const plain = plainRoutes(blog, new URL('../contract/style.css', import.meta.url));

listen(
  createServer((request, response) =>
    plain(request, response, (error) => {
      if (error === undefined) return middleware(Object.assign(request, { blog }), response);
      console.error(error);
      response.writeHead(500).end();
    }),
  ),
);

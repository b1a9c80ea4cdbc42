import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createRequestHandler } from '@remix-run/express';
import express from 'express';
import { openBlog } from '../shared-node/database.js';
import { listen } from '../shared-node/listen.js';
import { plainRoutes } from '../shared-node/plain-routes.js';
import * as build from './build/server/index.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const blog = openBlog(process.env.BLOG_DB);
const app = express();

// The variant "template" keeps what Remix's Express template does and the contract forbids.
const template = process.env.TEMPLATE === 'yes';
if (template) app.use((await import('compression')).default());

app.disable('x-powered-by');

// The stylesheet, the sign of health and the forms, which are answered here and not by Remix's actions, as in every target.
app.use(plainRoutes(blog, new URL('../contract/style.css', import.meta.url)));

// The order of Remix's Express template: fingerprinted assets for ever, other files for an hour, then Remix.
// But for the variant "template", its `compression()` and `morgan()` are left out: no target compresses, or writes a
// line per request.
app.use('/assets', express.static(here('build/client/assets'), { immutable: true, maxAge: '1y' }));
app.use(express.static(here('build/client'), { maxAge: '1h' }));
if (template) app.use((await import('morgan')).default('tiny'));

app.all(
  '*',
  createRequestHandler({
    build,
    getLoadContext: ({ signInFailed = false }) => ({ blog, signInFailed }),
  }),
);

listen(createServer(app));

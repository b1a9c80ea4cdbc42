import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { listen } from '../shared-node/listen.js';
import { plainRoutes } from '../shared-node/plain-routes.js';
import { blog, pages } from './build/server/index.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const app = express();

app.disable('etag');
app.disable('x-powered-by');

// The stylesheet, the sign of health and the forms, which are answered here and not by React Router's actions, as in
// every target.
app.use(plainRoutes(blog, new URL('../contract/style.css', import.meta.url)));

// As React Router's template has it: fingerprinted assets for ever, other files for an hour, then the pages. Its
// `compression()` and `morgan()` are left out: no target compresses, or writes a line per request.
app.use('/assets', express.static(here('build/client/assets'), { immutable: true, maxAge: '1y' }));
app.use(express.static(here('build/client'), { maxAge: '1h' }));
app.use(pages);

listen(createServer(app));

import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  AngularNodeAppEngine,
  createNodeRequestHandler,
  writeResponseToNodeResponse,
} from '@angular/ssr/node';
import type { Asked } from './app/asked';

const angularApp = new AngularNodeAppEngine();

/** Renders a page, as Angular's own Express server does, with what that server knows of the request. */
export function render(
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  asked?: Asked,
): void {
  angularApp
    .handle(request, asked)
    .then((page) => (page ? writeResponseToNodeResponse(page, response) : next()))
    .catch(next);
}

/** What Angular's tools ask for during development and in a build. */
export const reqHandler = createNodeRequestHandler((request, response, next) =>
  render(request, response, next),
);

import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable } from '@react-router/node';
import { renderToPipeableStream } from 'react-dom/server';
import { type EntryContext, ServerRouter } from 'react-router';

/** How long React Router waits for promises of loaders before it gives them up, in milliseconds. */
export const streamTimeout = 5_000;

/**
 * Renders a page, as React Router's own entry does it for visitors that want no out-of-order streaming: the answer begins
 * when everything is rendered, so no fallback is ever sent. No loader here returns a promise, so nothing is waited for.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let responseStatus = status;
    let rendered = false;
    const timeout = setTimeout(() => abort(), streamTimeout + 1_000);
    const { pipe, abort } = renderToPipeableStream(<ServerRouter context={context} url={request.url} />, {
      onAllReady() {
        rendered = true;
        const body = new PassThrough({
          final(callback) {
            clearTimeout(timeout);
            callback();
          },
        });
        headers.set('Content-Type', 'text/html; charset=utf-8');
        pipe(body);
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: responseStatus }));
      },
      onShellError: reject,
      onError(error: unknown) {
        responseStatus = 500;
        // What goes wrong before the page is rendered rejects, and React Router itself reports it.
        if (rendered) console.error(error);
      },
    });
  });
}

import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';

/** How long Remix waits for promises of loaders before it gives them up, in milliseconds. */
export const streamTimeout = 5_000;

/**
 * Renders a page, as Remix's template does it for visitors that want no out-of-order streaming: the answer begins
 * when everything is rendered, so no fallback is ever sent. No loader here returns a promise, so nothing is waited for.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let responseStatus = status;
    let rendered = false;
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={remixContext} url={request.url} />, {
      onAllReady() {
        rendered = true;
        clearTimeout(timeout);
        const body = new PassThrough();
        headers.set('Content-Type', 'text/html; charset=utf-8');
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: responseStatus }));
        pipe(body);
      },
      onShellError: reject,
      onError(error: unknown) {
        responseStatus = 500;
        // What goes wrong before the page is rendered rejects, and Remix itself reports it.
        if (rendered) console.error(error);
      },
    });
    // The template lets this timer run on after the page is sent; then every page would be kept in memory for
    // six seconds, which React Router's later templates mend in this way too.
    const timeout = setTimeout(abort, streamTimeout + 1_000);
  });
}

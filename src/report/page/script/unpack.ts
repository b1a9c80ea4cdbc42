import type { PageDocument } from './dom.ts';

/** What the browser brings along for it. */
export interface PageWindow {
  atob(base64: string): string;
  readonly Blob: typeof Blob;
  readonly DecompressionStream: typeof DecompressionStream;
  readonly Response: typeof Response;
  readonly URL: typeof URL;
}

/** Runs in the page. Reads what was packed into it. */
export function unpack(window: PageWindow, packed: string): Promise<Blob> {
  const bytes = Uint8Array.from(window.atob(packed), (character) => character.charCodeAt(0));
  const stream = new window.Blob([bytes]).stream().pipeThrough(new window.DecompressionStream('gzip'));
  return new window.Response(stream).blob();
}

/** Runs in the page. The download links carry the runs packed; from here on they offer them as plain JSON. */
export async function offerRuns(document: PageDocument, window: PageWindow): Promise<void> {
  for (const link of document.querySelectorAll('.download')) {
    const packed = link.getAttribute('href')?.split(',')[1];
    if (packed === undefined) continue;
    const json = new window.Blob([await unpack(window, packed)], { type: 'application/json' });
    link.setAttribute('href', window.URL.createObjectURL(json));
    link.setAttribute('download', link.dataset['name'] ?? 'run.json');
    const suffix = link.querySelector('.packed');
    if (suffix !== null) suffix.textContent = '';
  }
}

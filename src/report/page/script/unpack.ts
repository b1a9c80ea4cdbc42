import type { PageDocument } from './dom.ts';

/** What the browser brings along for it. */
export interface Surroundings {
  atob(base64: string): string;
  readonly Blob: typeof Blob;
  readonly DecompressionStream: typeof DecompressionStream;
  readonly Response: typeof Response;
  readonly URL: typeof URL;
}

/** Runs in the page. Reads what was packed into it. */
export function unpack(window: Surroundings, packed: string): Promise<Blob> {
  const bytes = Uint8Array.from(window.atob(packed), (character) => character.charCodeAt(0));
  const stream = new window.Blob([bytes]).stream().pipeThrough(new window.DecompressionStream('gzip'));
  return new window.Response(stream).blob();
}

/** Runs in the page. The download link carries the run packed; from here on it offers it as plain JSON. */
export async function offerRun(document: PageDocument, window: Surroundings): Promise<void> {
  const link = document.querySelector('#download');
  const packed = link?.getAttribute('href')?.split(',')[1];
  if (link === null || packed === undefined) return;
  const json = new window.Blob([await unpack(window, packed)], { type: 'application/json' });
  link.setAttribute('href', window.URL.createObjectURL(json));
  link.setAttribute('download', 'run.json');
  const suffix = link.querySelector('.packed');
  if (suffix !== null) suffix.textContent = '';
}

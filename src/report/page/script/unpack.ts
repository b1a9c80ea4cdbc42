import type { PageDocument } from './dom.ts';

interface Surroundings {
  atob(base64: string): string;
  readonly Blob: typeof Blob;
  readonly DecompressionStream: typeof DecompressionStream | undefined;
  readonly Response: typeof Response;
  readonly URL: typeof URL;
}

/**
 * Runs in the page. Unpacks the run that the download link carries, so that it is saved as plain JSON; where the
 * browser cannot, the link goes on offering the packed file.
 */
export async function unpackRun(document: PageDocument, window: Surroundings): Promise<void> {
  const link = document.querySelector('#download');
  const packed = link?.getAttribute('href')?.split(',')[1];
  if (link === null || packed === undefined || window.DecompressionStream === undefined) return;
  const bytes = Uint8Array.from(window.atob(packed), (character) => character.charCodeAt(0));
  const unpacked = new window.Blob([bytes]).stream().pipeThrough(new window.DecompressionStream('gzip'));
  const json = await new window.Response(unpacked).blob();
  link.setAttribute(
    'href',
    window.URL.createObjectURL(new window.Blob([json], { type: 'application/json' })),
  );
  link.setAttribute('download', 'run.json');
  const suffix = link.querySelector('.packed');
  if (suffix !== null) suffix.textContent = '';
}

import type { PageData } from '../data.ts';
import { followColumns } from './columns.ts';
import type { PageDocument } from './dom.ts';
import { offerRuns, type PageWindow, unpack } from './unpack.ts';

/** Runs in the page, and sets it going. A browser that cannot unpack is left with the page as it stands. */
export async function start(document: PageDocument, window: PageWindow, dataId: string): Promise<void> {
  if (typeof window.DecompressionStream !== 'function') return;
  const packed = document.querySelector(`#${dataId}`)?.textContent ?? '';
  const data: PageData = JSON.parse(await (await unpack(window, packed)).text());
  followColumns(document, data);
  await offerRuns(document, window);
}

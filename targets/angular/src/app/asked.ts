import { inject, makeStateKey, REQUEST_CONTEXT, TransferState } from '@angular/core';
import type { Blog, Visitor } from '../../../shared-node/database.js';

/** What the server knows of the request that it renders. */
export interface Asked {
  readonly blog: Blog;
  readonly visitor: Visitor;
  readonly signInFailed: boolean;
}

/** Null in the browser. */
export const injectAsked = () => inject(REQUEST_CONTEXT) as Asked | null;

/**
 * Reads on the server, and finds in the browser what was read there. Every link loads its page anew, so nothing is ever
 * asked for a second time.
 */
export function transferred<T>(key: string, read: (asked: Asked) => T, otherwise: T): T {
  const state = inject(TransferState);
  const asked = injectAsked();
  const stateKey = makeStateKey<T>(key);
  if (asked === null) return state.get(stateKey, otherwise);
  const value = read(asked);
  state.set(stateKey, value);
  return value;
}

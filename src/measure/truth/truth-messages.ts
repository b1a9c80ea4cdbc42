/** What the tool and the truth server's process say to each other, one thing at a time. */
import type { TruthRecord } from '../../model/truth-record.ts';
import type { TruthOrder } from './behaviour.ts';

/** The header that carries a request's intended time, in the letters in which vegeta writes it as well. */
export const STAMP_HEADER = 'X-Intended-Us';

export type TruthMessage =
  | { readonly kind: 'behave'; readonly order: TruthOrder }
  | { readonly kind: 'report' };

export type TruthReply =
  | { readonly kind: 'listening'; readonly address: string; readonly port: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'record'; readonly record: TruthRecord };

/** The doubts of several steps in short: of each kind the gravest. */
import type { Doubt } from './validity.ts';

/** One doubt of each kind, the gravest of it, in the order in which the kinds first appear. */
export function worstOfEachKind(doubts: readonly Doubt[]): readonly Doubt[] {
  const worst = new Map<string, Doubt>();
  for (const doubt of doubts) {
    const kind = 'who' in doubt ? `${doubt.kind} ${doubt.who}` : doubt.kind;
    const known = worst.get(kind);
    if (known === undefined || weight(doubt) > weight(known)) worst.set(kind, doubt);
  }
  return [...worst.values()];
}

function weight(doubt: Doubt): number {
  switch (doubt.kind) {
    case 'no-port':
    case 'no-descriptor':
    case 'no-record':
      return doubt.count;
    case 'steal':
    case 'others':
    case 'throttled':
    case 'waiting':
      return doubt.share;
    case 'late':
      return doubt.lagUs;
    case 'unattested':
      return doubt.lateP99Us ?? 0;
  }
}

import type { Warning } from '../../model/analysis.ts';

/** What a finding is turned into: how grave it is, what it means, and what to do next. */
export type Words = Pick<Warning, 'severity' | 'text' | 'advice'>;

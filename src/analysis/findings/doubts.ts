/** Why a single step is not to be believed, in words. */
import { formatUs } from '../../model/duration.ts';
import type { Doubt } from '../judging/validity.ts';
import { percent, times } from './phrases.ts';

/** One reason not to believe a step. */
export function wordDoubt(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'no-port':
      return `the generator found no free local port for ${times(doubt.count, 'request')}`;
    case 'no-descriptor':
      return `the generator was not allowed to open enough files for ${times(doubt.count, 'request')}`;
    case 'no-record':
      return `the load engine gave no record of ${times(doubt.count, 'request')}: it was lost, or did not keep up`;
    case 'steal':
      return `the hypervisor took ${percent(doubt.share)} of the CPUs`;
    case 'others':
      return `other processes took ${percent(doubt.share)} of the CPUs`;
    case 'throttled':
      return `an outer CPU quota held everything up for ${percent(doubt.share)} of the time`;
    case 'waiting':
      return `the ${doubt.who} waited for a CPU for ${percent(doubt.share)} of the time, which no known use explains`;
    case 'late': {
      const who =
        doubt.pacerLagUs >= doubt.lagUs / 2 ? 'the whole generator was held up' : 'its event loop was behind';
      return `the generator was ${formatUs(doubt.lagUs)} late at p${doubt.percentile} (${who})`;
    }
    case 'unattested':
      return `nobody says how late answers were read${doubt.lateP50Us === null || doubt.lateP99Us === null ? '' : `; requests left ${formatUs(doubt.lateP50Us)} late, ${formatUs(doubt.lateP99Us)} at p99`}`;
  }
}

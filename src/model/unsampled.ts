/** What a step says where server and machine were not watched. */
import type { Step } from './run.ts';

export const unsampled: Pick<Step, 'server' | 'machine'> = {
  server: {
    cpuMs: null,
    waitForCpuMs: null,
    maxRssBytes: null,
    maxOpenFiles: null,
    threads: null,
    oomKills: null,
  },
  machine: {
    busyMs: null,
    stealMs: null,
    throttledMs: null,
    listenOverflows: null,
    listenDrops: null,
    synRetransmits: null,
    timeWaitAtStart: null,
  },
};

import type { Target } from '../../src/model/target.ts';
import type { MachineFacts } from '../../src/plan/place.ts';
import { defaultObjective, defaultPace, type Wishes } from '../../src/plan/wishes.ts';

/** What a user gets who wishes nothing. */
export const plainWishes: Wishes = {
  ...defaultPace,
  seed: 1,
  quick: false,
  visitor: 'reader',
  host: {
    name: 'droplet',
    size: { cpus: 2, memoryBytes: 4 * 2 ** 30, bandwidthBitsPerSecond: 2e9, openFiles: 65_536 },
    via: 'local',
    pricePerHour: null,
  },
  placement: 'auto',
  search: null,
  rounds: 1,
  timeMs: null,
  order: 'up',
  arrivals: 'constant',
  engine: null,
  maxConnections: null,
  objectives: [defaultObjective],
  earlyStop: true,
  verify: true,
};

export const smallMachine: MachineFacts = {
  cpus: 2,
  siblings: [[0, 1]],
  openFiles: 20_000,
  localPorts: 28_232,
};

export const targetNamed = (label: string): Target => ({
  name: label,
  variant: null,
  label,
  title: label,
  language: null,
  class: null,
  path: `/targets/${label}`,
  contract: null,
  serves: null,
  requires: [],
  build: [],
  inputs: null,
  outputs: [],
  buildEnv: [],
  root: `/targets/${label}`,
  start: ['node', 'server.js'],
  env: {},
  ready: { path: '/', timeoutMs: 30_000 },
  running: null,
  port: null,
  request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
  deviations: [],
});

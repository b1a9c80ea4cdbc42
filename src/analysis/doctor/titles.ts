/** What the lines are called, and under which heading they stand. */

const sections = {
  machine: 'This machine',
  generator: 'The generator',
  targets: 'Targets',
} as const;

type Section = keyof typeof sections;

const known: Readonly<Record<string, readonly [section: Section, title: string]>> = {
  cpus: ['machine', 'CPUs'],
  limits: ['machine', 'Limits'],
  'open-files': ['machine', 'Open files'],
  'local-ports': ['machine', 'Local ports'],
  'listen-backlog': ['machine', 'Listen backlog'],
  governor: ['machine', 'CPU governor'],
  'other-load': ['machine', 'Other load'],
  steal: ['machine', 'Steal'],
  'generator-cpus': ['generator', 'Generator CPUs'],
  'generator-priority': ['generator', 'Priority'],
  timer: ['generator', 'Timer'],
  rate: ['generator', 'Rate'],
  arrivals: ['generator', 'Arrivals'],
  truth: ['generator', 'Latency error'],
  'held-answers': ['generator', 'Held answers'],
  unanswered: ['generator', 'Unanswered'],
  'highest-rate': ['generator', 'Highest rate'],
  'top-rate': ['generator', 'Top rate'],
  toolchains: ['targets', 'Toolchains'],
};

/** A line's title; its code where it comes from another version. */
export const titleOf = (code: string): string => known[code]?.[1] ?? code;

/** The heading under which a line stands. */
export const headingOf = (code: string): string => sections[known[code]?.[0] ?? 'machine'];

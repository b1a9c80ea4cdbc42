/** Everything that a reader needs to judge or repeat the figures: targets, host, limits, load. */

import type { Analysis, RunFacts, TargetAnalysis } from '../../model/analysis.ts';
import { formatWaitMs } from '../../model/duration.ts';
import { writeFigure } from '../../model/figure.ts';
import { roundsText } from '../../model/rounds-text.ts';
import type { Limit, Run, TargetRecord } from '../../model/run.ts';
import { formatBitsPerSecond } from '../../model/size.ts';
import { ownFigures, type TargetFigure } from '../../model/target-figures.ts';
import { countText, DASH, memoryText, plural, rateText } from '../figures.ts';
import { html, type Markup, type Piece } from '../markup.ts';
import type { Source } from '../source.ts';

type Fact = readonly [name: string, value: Piece];

export function facts(
  analysis: Analysis,
  sources: readonly Source[],
  notes: ReadonlyMap<string, Markup>,
): Markup {
  const runs = sources.map(({ run }) => run);
  const all = [analysis, ...analysis.otherRuns];
  const of = (i: number) => (all.length > 1 ? `, run ${i + 1}` : '');
  return html`<section class="facts" aria-labelledby="facts">
<h2 id="facts">What was tested, and where</h2>
<div class="factgrid">
${analysis.targets.map((target) => group(target.title, targetFacts(target, runs), notes.get(target.label) ?? null))}
${all.map((facts, i) =>
  facts.imported === undefined
    ? [group(`Host and limits${of(i)}`, hostFacts(facts)), group(`Load${of(i)}`, loadFacts(facts))]
    : group(`Records${of(i)}`, recordFacts(facts)),
)}
</div></section>`;
}

function group(title: string, list: readonly Fact[], note: Piece = null): Markup {
  return html`<div class="factgroup"><h3>${title}${note}</h3><dl>${list.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl></div>`;
}

function targetFacts(target: TargetAnalysis, runs: readonly Run[]): Fact[] {
  const record = runs[target.identity.run]?.targets.find(({ label }) => label === target.identity.label);
  const versions = Object.entries(record?.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  const checked = record?.verify ?? null;
  return [
    ['Label', target.label],
    ['Language', target.language ?? DASH],
    ...(versions.length > 0 ? ([['Versions', versions.join(', ')]] as const) : []),
    ['Content', record?.contentHash?.slice(0, 12) ?? 'unknown: not built, and not in git'],
    ['Same page', checked === null ? 'not checked' : checked.passed ? 'checked' : 'differs'],
    ...(record === undefined
      ? []
      : ownFigures.flatMap((figure) => ownFact(figure, target[figure.key], record))),
  ];
}

function ownFact(figure: TargetFigure, value: number | null, record: TargetRecord): Fact[] {
  if (value === null || figure.shown === 'stored') return [];
  const remark = figure.remark?.(record) ?? null;
  const text = `${writeFigure(figure, value)}${remark === null ? '' : `, ${remark}`}`;
  return [[[figure.title, figure.note].filter((part) => part !== undefined).join(', '), text]];
}

function hostFacts({ host, plan }: RunFacts): Fact[] {
  const { machine, size, limits } = host;
  const cpus = (list: readonly number[]) => (list.length === 0 ? DASH : list.join(', '));
  return [
    [
      'Placement',
      `${host.placement}: server on CPU ${cpus(plan.placement.serverCpus)}, generator on CPU ${cpus(plan.placement.generatorCpus)}`,
    ],
    ['CPUs', limitText(limits.cpu, size.cpus, (cpus) => plural(cpus, 'CPU'))],
    ['Memory', limitText(limits.memory, size.memoryBytes, memoryText)],
    ['Bandwidth', limitText(limits.bandwidth, size.bandwidthBitsPerSecond, formatBitsPerSecond)],
    ['Open files', limitText(limits.openFiles, size.openFiles, countText)],
    [
      'Machine',
      `${machine.cpuModel ?? 'CPU of unknown make'}, ${plural(machine.cpus, 'CPU')}, ${memoryText(machine.memoryBytes)}`,
    ],
    ['System', `${machine.os}, kernel ${machine.kernel}, Node ${machine.node}`],
  ];
}

/** What the records of a load that was sent elsewhere say of it. */
function recordFacts({ imported, engine, tool }: RunFacts): Fact[] {
  return [
    ...(imported?.files ?? []).map(
      ({ name, ratePerSecond, records, missing }): Fact => [
        name,
        html`${plural(records, 'record')} at ${rateText(ratePerSecond)}${missing === 0 ? null : html`, <b class="doubtful">${countText(missing)} missing</b>`}`,
      ],
    ),
    ['Made with', `${engine.name} ${engine.version}; folded by ${tool.name} ${tool.version}`],
  ];
}

function limitText(limit: Limit, asked: number | null, write: (asked: number) => string): Piece {
  if (asked === null) return 'unlimited';
  return limit.enforced
    ? `${write(asked)} (${limit.by})`
    : html`${write(asked)}, <b class="doubtful">not enforced</b>${limit.by === 'none' ? null : ` (${limit.by})`}`;
}

function loadFacts({ plan, engine, tool }: RunFacts): Fact[] {
  const requests = [...new Set(plan.targets.map(({ request }) => `${request.method} ${request.path}`))];
  return [
    ['Request', requests.join(', ')],
    ['Visitor', plan.visitor],
    ['Arrivals', `${plan.arrivals}, open loop`],
    ['A step', stepText(plan)],
    [
      'Rates',
      plan.search === undefined
        ? `${plural(plan.rates.length, 'rate')}${plan.perDecade === null ? '' : `, ${plan.perDecade} per decade`}, ${orders[plan.order]}`
        : `searched on a lattice of ${plan.search.perDecade} per decade`,
    ],
    ['Rounds', roundsText(plan)],
    ['Time-out', formatWaitMs(plan.timeoutMs)],
    ['Connections', `at most ${countText(plan.maxConnections)}`],
    [
      'Warm-up',
      plan.warmup.mode === 'none'
        ? 'none'
        : plan.warmup.mode === 'time'
          ? formatWaitMs(plan.warmup.capMs)
          : `until settled, at most ${formatWaitMs(plan.warmup.capMs)}`,
    ],
    ['Made with', `${tool.name} ${tool.version}, HTTP by ${engine.name} ${engine.version}`],
  ];
}

function stepText({ search, durationMs, durationCapMs, minSamples }: RunFacts['plan']): string {
  const lasts =
    search === undefined
      ? formatWaitMs(durationMs)
      : [search.climbMs, search.trialMs, search.confirmMs].map(formatWaitMs).join(', then ');
  return `${lasts}, up to ${formatWaitMs(durationCapMs)} for ${countText(minSamples)} requests`;
}

const orders = { up: 'ascending', down: 'descending', shuffled: 'shuffled' } as const;

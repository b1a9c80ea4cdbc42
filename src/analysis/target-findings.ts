/** Looks for what there is to doubt in one target: how it failed, what it answered, how its servers lived. */
import { type Evidence, ratesWhere, type TargetFinding } from './findings.ts';
import { brokenIdentities } from './identities.ts';
import { sampleFindings } from './sample-findings.ts';
import { trustFindings } from './trust-findings.ts';

/** Every finding about one target, in the order of the list. */
export function findingsOfTarget(evidence: Evidence): readonly TargetFinding[] {
  return [
    ...failures(evidence),
    ...wrongAnswers(evidence),
    ...trustFindings(evidence),
    ...serversLife(evidence),
    ...sampleFindings(evidence),
  ];
}

function failures({ record, analysis, steps }: Evidence): TargetFinding[] {
  const findings: TargetFinding[] = [];
  if (record.failure !== null) findings.push({ code: 'target-failed', ...record.failure });
  if (record.failure === null && record.verify?.passed === false) {
    const differing = record.verify.checks.filter(({ passed }) => !passed);
    findings.push({
      code: 'not-the-same-page',
      differences: differing.map(({ check, detail }) => (detail === null ? check : `${check}: ${detail}`)),
    });
  }
  const first = analysis.deaths[0];
  if (first !== undefined) {
    const rates = analysis.deaths.flatMap(({ ratePerSecond }) => ratePerSecond ?? []);
    findings.push({
      code: 'server-died',
      rates: [...new Set(rates)].toSorted((a, b) => a - b),
      exit: first.signal ?? `exit code ${first.code ?? 'unknown'}`,
      deaths: analysis.deaths.length,
      lastLine: first.logTail.at(-1) ?? null,
    });
  }
  const all = steps.map(({ step }) => step);
  const kills = all.reduce((sum, { server }) => sum + (server.oomKills ?? 0), 0);
  if (kills > 0) {
    findings.push({
      code: 'out-of-memory',
      kills,
      rates: ratesWhere(all, ({ server }) => (server.oomKills ?? 0) > 0),
    });
  }
  const broken = steps.flatMap(({ step, observed }) => {
    const [example] = brokenIdentities(step, observed.latency.count);
    return example === undefined ? [] : [{ step, example }];
  });
  if (broken[0] !== undefined) {
    findings.push({
      code: 'record-contradicts-itself',
      rates: ratesWhere(
        broken.map(({ step }) => step),
        () => true,
      ),
      example: broken[0].example,
    });
  }
  return findings;
}

function wrongAnswers({ steps }: Evidence): TargetFinding[] {
  const all = steps.map(({ step }) => step);
  return (['wrong-page', 'no-port', 'no-descriptor'] as const).flatMap((code) => {
    const count = all.reduce((sum, { failures: kinds }) => sum + (kinds[code] ?? 0), 0);
    const rates = ratesWhere(all, ({ failures: kinds }) => (kinds[code] ?? 0) > 0);
    return count === 0 ? [] : [{ code, rates, count }];
  });
}

function serversLife({ record, steps }: Evidence): TargetFinding[] {
  const servers = record.rounds.flatMap((round) => round.servers);
  const unsettled = servers.filter(({ warmup }) => warmup.settled === false).length;
  // A server that died is started again anyway; only one that was alive and did not come to rest is a finding.
  const restarted = steps.filter(({ step, round }) => {
    if (step.restedBy !== 'restart') return false;
    const before = record.rounds.find((one) => one.round === round)?.servers[step.serverIndex - 1];
    return before === undefined || before.exit === null;
  });
  return [
    ...(unsettled === 0
      ? []
      : [{ code: 'warm-up-unsettled', servers: unsettled, of: servers.length } as const]),
    ...(restarted.length === 0
      ? []
      : [
          {
            code: 'restarted-to-rest',
            rates: ratesWhere(
              restarted.map(({ step }) => step),
              () => true,
            ),
          } as const,
        ]),
  ];
}

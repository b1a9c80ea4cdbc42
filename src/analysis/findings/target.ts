/** What there is to doubt in one target: that it failed, what it answered, how its servers lived. */
import { isServersOwn } from '../../model/failure.ts';
import { distinctRates } from '../../model/rate.ts';
import { statusHint } from '../../model/status-hint.ts';
import { firstWords } from '../../model/target-failure.ts';
import { brokenIdentities } from '../judging/identities.ts';
import { ofTarget, sumOver } from './evidence.ts';
import { ratesText, sentence, times, when, whole } from './phrases.ts';

export const targetFindings = [
  ofTarget({
    code: 'target-failed',
    severity: 'bad',
    find: ({ record: { failure }, analysis }) =>
      failure && { ...failure, isPartly: analysis.steps.length > 0 },
    say: ({ reason, detail, isPartly }) => ({
      text: sentence(
        `${isPartly ? 'Not measured to its end' : 'Could not be measured'} (${reason}): ${firstWords(detail)}`,
      ),
      advice: 'Its logs are in the report’s folder.',
    }),
  }),
  ofTarget({
    code: 'not-the-same-page',
    severity: 'bad',
    find: ({ record: { failure, verify } }) =>
      failure !== null || verify === null || verify.passed
        ? null
        : verify.checks.filter(({ passed }) => !passed),
    say: (checks) => ({
      text: sentence(
        `Does not serve the page that it should, so its figures compare with nothing (${checks.map(({ check, detail }) => (detail === null ? check : `${check}: ${detail}`)).join('; ')})`,
      ),
      advice: 'Compare with the example pages in targets/contract/golden.',
    }),
  }),
  ofTarget({
    code: 'runs-already',
    severity: 'doubt',
    find: ({ run, record }) =>
      run.plan.targets.find(({ label }) => label === record.label)?.attached === true ? true : null,
    say: () => ({
      text: 'Ran already when it was measured: it was not started anew for each round, its host’s limits are not in force, and its CPU and memory are not known.',
      advice: 'Let bench start it, with a command behind -- or a target.json, to know them.',
    }),
  }),
  ofTarget({
    code: 'development-mode',
    severity: 'doubt',
    find: ({ record }) => record.development ?? null,
    say: (variable) => ({
      text: `Ran in development mode (${variable}), in which most servers are slower.`,
      advice: 'Set it to production, in your shell or under "env" in target.json.',
    }),
  }),
  ofTarget({
    code: 'server-died',
    severity: 'bad',
    find: ({ record: { failure }, analysis: { deaths } }) => {
      const [first] = deaths;
      if (first === undefined) return null;
      return {
        rates: distinctRates(deaths.flatMap(({ ratePerSecond }) => ratePerSecond ?? [])),
        exit: first.signal ?? `exit code ${first.code ?? 'unknown'}`,
        deaths: deaths.length,
        lastLine: first.logTail.at(-1) ?? null,
        isOver: failure !== null,
      };
    },
    say: ({ rates, exit, deaths, lastLine, isOver }) => ({
      text: `The server died${when(rates.length > 0, ` at ${ratesText(rates)}`)} (${exit}${when(deaths > 1, `, ${deaths} times in all`)})${when(!isOver, ' and was started again')}.${when(lastLine !== null, ` The last line of its log: “${lastLine}”`)}`,
      advice: 'Its log is in the report’s folder.',
    }),
  }),
  ofTarget({
    code: 'fails-at-once',
    severity: 'bad',
    find: ({ analysis: { columns } }) => {
      const lowest = columns.find(({ rounds }) => rounds > 0);
      const fails = lowest?.verdicts.some(({ verdict }) => verdict === 'fail') === true;
      const worst = fails ? lowest.failures.find(({ kind }) => isServersOwn(kind)) : undefined;
      return lowest === undefined || worst === undefined ? null : { lowest, worst };
    },
    say: ({ lowest: { ratePerSecond, scheduled }, worst: { kind, count } }) => {
      const status = /^status-(\d+)$/.exec(kind)?.[1];
      const how = status === undefined ? serversOwn[kind] : `answered with status ${status}`;
      return {
        text: `Already at ${ratesText([ratePerSecond])}, the lowest rate, ${whole(count)} of ${times(scheduled, 'request')} were ${how ?? kind}.`,
        advice: (status === undefined ? null : statusHint(Number(status))) ?? 'Lower rates may show more.',
      };
    },
  }),
  ofTarget({
    code: 'out-of-memory',
    severity: 'bad',
    find: (evidence) => sumOver(evidence, ({ server }) => server.oomKills),
    say: ({ count, rates }) => ({
      text: `The server ran out of the host’s memory at ${ratesText(rates)}: ${times(count, 'process', 'processes')} killed.`,
      advice: 'See the memory over rate; give the host more memory only if the real one has it.',
    }),
  }),
  ofTarget({
    code: 'record-contradicts-itself',
    severity: 'bad',
    find: ({ steps }) => {
      const broken = steps.flatMap(({ step, observed }) =>
        brokenIdentities(step, observed.latency.count)
          .slice(0, 1)
          .map((example) => ({ rate: step.ratePerSecond, example })),
      );
      const [first] = broken;
      if (first === undefined) return null;
      return { rates: distinctRates(broken.map(({ rate }) => rate)), example: first.example };
    },
    say: ({ rates, example }) => ({
      text: `The record of ${ratesText(rates)} does not add up (${example}).`,
      advice: 'This is a bug in bench, or the file was changed: please report it.',
    }),
  }),
  ofTarget({
    code: 'wrong-page',
    severity: 'bad',
    find: (evidence) => sumOver(evidence, ({ failures }) => failures['wrong-page']),
    say: ({ count, rates }) => ({
      text: `${times(count, 'answer')} at ${ratesText(rates)} did not hold the right page; they count as failed.`,
      advice:
        'The server’s log in the report’s folder may say why: an error page, or one made for somebody else.',
    }),
  }),
  ofTarget({
    code: 'no-port',
    severity: 'bad',
    find: (evidence) => sumOver(evidence, ({ failures }) => failures['no-port']),
    say: ({ rates }) => ({
      text: `The generator’s machine had no free local port left at ${ratesText(rates)}: these steps say nothing about the server.`,
      advice: 'Widen net.ipv4.ip_local_port_range or lower --max-connections, and measure again.',
    }),
  }),
  ofTarget({
    code: 'no-descriptor',
    severity: 'bad',
    find: (evidence) => sumOver(evidence, ({ failures }) => failures['no-descriptor']),
    say: ({ rates }) => ({
      text: `The generator was not allowed to open enough files at ${ratesText(rates)}: these steps say nothing about the server.`,
      advice: 'Raise the hard limit (`ulimit -Hn`) or lower --max-connections, and measure again.',
    }),
  }),
] as const;

const serversOwn: Readonly<Record<string, string>> = {
  'wrong-page': 'answered with the wrong page',
  'timeout-answer': 'not answered in time',
  refused: 'refused, as nobody listened',
};

/** About its servers between the steps. */
export const serverFindings = [
  ofTarget({
    code: 'listens-elsewhere',
    severity: 'note',
    find: ({ record }) =>
      record.rounds.flatMap(({ servers }) => servers.flatMap(({ listensOn }) => listensOn ?? []))[0] ?? null,
    say: (place) => ({
      text: `Does not listen on the port that it was given, and was measured on ${place}.`,
      advice: 'Two of its servers cannot run at once; with {port} in its start command, or PORT, they can.',
    }),
  }),
  ofTarget({
    code: 'warm-up-unsettled',
    severity: 'note',
    find: ({ record }) => {
      const servers = record.rounds.flatMap((round) => round.servers);
      const unsettled = servers.filter(({ warmup }) => warmup.settled === false).length;
      return unsettled === 0 ? null : { unsettled, of: servers.length };
    },
    say: ({ unsettled, of }) => ({
      text: `The warm-up did not settle${when(of > 1, ` for ${unsettled} of ${of} servers`)}: latency was still changing when the steps began.`,
      advice: `${of === 1 ? 'A' : 'Compare the rounds; a'} longer --warmup may help, but not every server ever settles.`,
    }),
  }),
  ofTarget({
    code: 'restarted-to-rest',
    severity: 'note',
    find: ({ record, steps }) => {
      // A server that died is started again anyway; only one that was alive and did not come to rest is a finding.
      const restarted = steps.filter(({ step, round }) => {
        const { servers } = record.rounds.find((one) => one.round === round) ?? { servers: [] };
        return step.restedBy === 'restart' && (servers[step.serverIndex - 1]?.exit ?? null) === null;
      });
      return restarted.length === 0 ? null : distinctRates(restarted.map(({ step }) => step.ratePerSecond));
    },
    say: (rates) => ({
      text: `Before ${ratesText(rates)} the server did not come to rest from the step before, and was restarted and warmed up.`,
      advice: 'Nothing to do: these steps began on a fresh server.',
    }),
  }),
] as const;

/** A check as JUnit XML, which every CI system reads: a gate is a test case; what cannot be told is skipped. */
import type { Check, GateResult } from '../../model/check.ts';
import { escapeMarkup } from '../escape.ts';

export function junitReport({ gates, runId }: Check): string {
  const count = (wanted: GateResult['verdict']) => gates.filter(({ verdict }) => verdict === wanted).length;
  const counts = `tests="${gates.length}" failures="${count('fail')}" errors="0" skipped="${count('cannot-tell')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="bench check" ${counts}>`,
    `  <testsuite name="${escapeMarkup(runId)}" ${counts}>`,
    ...gates.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ gate, label, against, verdict, why, text, advice }: GateResult): string {
  const name = escapeMarkup(`${gate}${against === null ? '' : ` against ${against}`}`);
  const said = escapeMarkup(advice === null ? text : `${text} ${advice}`);
  const head = `    <testcase classname="${escapeMarkup(label)}" name="${name}">`;
  switch (verdict) {
    case 'fail':
      return `${head}<failure type="${why}" message="${said}"/></testcase>`;
    case 'cannot-tell':
      return `${head}<skipped message="${said}"/></testcase>`;
    case 'pass':
      return `${head}<system-out>${said}</system-out></testcase>`;
  }
}

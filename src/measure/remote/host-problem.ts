import { OwnProcessEnded } from '../../model/own-process-ended.ts';

/** Another machine cannot be reached or used, or no longer: never the target's fault. */
export class HostProblem extends OwnProcessEnded {
  override readonly name = 'HostProblem';
}

/** What ssh, or a program there, complained of last. */
const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/** Why there is no connection, with what to do. */
export function whyUnreachable(host: string, destination: string, stderr: string): string {
  const said = lastLine(stderr) || 'ssh ended without a word';
  const advice = [
    [
      /IDENTIFICATION HAS CHANGED|Host key verification failed/,
      `Its host key is not the one that ssh knows. Find out why; if it is right, forget the old key with ssh-keygen -R, and connect once by hand: ssh ${destination}`,
    ],
    [
      /Permission denied/,
      `bench never asks for a password: let an agent or a key without a passphrase log in, so that this works: ssh -o BatchMode=yes ${destination} true`,
    ],
  ] as const;
  const [, todo] = advice.find(([sign]) => sign.test(stderr)) ?? [
    null,
    `See whether this works: ssh -o BatchMode=yes ${destination} true`,
  ];
  return `the host ${host} cannot be reached (${said}). ${todo}`;
}

/** That there is no connection any more. */
export const whyLost = (host: string, stderr: string): string =>
  `the connection to the host ${host} was lost (${lastLine(stderr) || 'ssh ended without a word'})`;

/** Why something failed there, with what to do. */
export function whyFailed(host: string, what: string, stderr: string): string {
  const isFull = /no space left|ENOSPC|quota exceeded/i.test(stderr);
  const todo = isFull ? ' Its disk is full: make room there.' : '';
  return `${what} on the host ${host} failed: ${lastLine(stderr) || 'no reason given'}.${todo}`;
}

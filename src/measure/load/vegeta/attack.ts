/** How vegeta is asked for a step: https://github.com/tsenart/vegeta#attack-command */
import { isIPv6 } from 'node:net';
import type { Command } from '../../host/launch.ts';
import type { LoadStep, LoadTarget } from '../../seams.ts';
import { authority, filled } from '../request-bytes.ts';

/** What one process is to send. */
export interface Share {
  readonly requests: number;
  /** Between two of them. */
  readonly gapNs: number;
}

/**
 * vegeta writes records in a form of its own, and turns them into lines itself. The text is constant and the arguments
 * are positional: nothing is interpolated. Whatever is written to standard error means that vegeta was lost.
 */
const script = '{ "$0" attack "$@" || echo "it ended with $?" >&2; } | "$0" encode';

/** The command that sends a share, and prints a line of JSON for each request. The target comes from its standard input. */
export function attackCommand(
  { address }: Pick<LoadTarget, 'address'>,
  { requests, gapNs }: Share,
  { timeoutMs, maxConnections }: Pick<LoadStep, 'timeoutMs' | 'maxConnections'>,
): Command {
  return {
    file: '/bin/sh',
    args: [
      ...['-c', script, 'vegeta', '-format=json'],
      ...[`-rate=1/${gapNs}ns`, `-duration=${requests * gapNs}ns`, `-timeout=${Math.ceil(timeoutMs)}ms`],
      // It opens no more, but never holds a request back: those without a connection wait for one until they time out.
      ...[`-max-connections=${maxConnections}`, `-connections=${maxConnections}`],
      // Bodies are read to their end and not kept; a redirect is never followed to another address.
      ...['-max-body=0', '-redirects=-1', '-http2=false'],
      ...(isIPv6(address) ? ['-laddr=::'] : []),
    ],
  };
}

/** The target as vegeta reads it: one line of JSON. */
export function attackTarget({ address, port, request }: LoadTarget): string {
  const place = { address, port };
  const { method, path, headers, body } = request;
  return `${JSON.stringify({
    method,
    url: `http://${authority(place)}${filled(path, place)}`,
    header: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [canonical(name), [filled(value, place)]]),
    ),
    ...(body === null ? {} : { body: Buffer.from(filled(body, place)).toString('base64') }),
  })}\n`;
}

/** As Go knows headers; under another name it would not find that a `Host` or an `Accept-Encoding` is there. */
const canonical = (name: string): string =>
  name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());

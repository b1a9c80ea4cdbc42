/** How vegeta is asked for a step: https://github.com/tsenart/vegeta#attack-command */
import { isIPv6 } from 'node:net';
import type { Command } from '../../host/launch.ts';
import { authority, filled } from '../request-bytes.ts';
import type { Attack } from './vegeta-place.ts';

/**
 * vegeta writes records in a form of its own, and turns them into lines itself. The text is constant and the arguments
 * are positional: nothing is interpolated. Whatever is written to standard error means that vegeta was lost.
 */
const script = '{ "$0" attack "$@" || echo "it ended with $?" >&2; } | "$0" encode';

/**
 * The command that sends a share, and prints a line of JSON for each request. It waits until its standard input, the
 * target, has ended.
 */
export function attackCommand({ target, requests, gapNs, timeoutMs, maxConnections }: Attack): Command {
  return {
    file: '/bin/sh',
    args: [
      ...['-c', script, 'vegeta', '-format=json'],
      ...[`-rate=1/${gapNs}ns`, `-duration=${requests * gapNs}ns`, `-timeout=${Math.ceil(timeoutMs)}ms`],
      // It opens no more, but never holds a request back: those without a connection wait for one until they time out.
      ...[`-max-connections=${maxConnections}`, `-connections=${maxConnections}`],
      // Bodies are read to their end and not kept; a redirect is never followed to another address.
      ...['-max-body=0', '-redirects=-1', '-http2=false'],
      ...(isIPv6(target.address) ? ['-laddr=::'] : []),
    ],
  };
}

/** The target as vegeta reads it: one line of JSON. */
export function attackTarget({ address, port, request }: Attack['target']): string {
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

/** The request as it goes over the wire: the only place that knows how. */
import type { MeasuredRequest } from '../../model/target.ts';

/** Where a server is. */
export interface SocketAddress {
  /** An IP literal. */
  readonly address: string;
  readonly port: number;
}

/** Methods that promise a body; a server may insist on its length, though it be 0 (RFC 9110 section 8.6). */
const withBody = /^(POST|PUT|PATCH)$/;

/**
 * An HTTP/1.1 request with `{host}`, `{port}` and `{origin}` filled in. `Host`, `Connection: keep-alive` and the length
 * of the body are added; a `Host` or `Connection` of the request's own is sent instead.
 */
export function requestBytes(
  { method, path, headers, body }: Pick<MeasuredRequest, 'method' | 'path' | 'headers' | 'body'>,
  place: SocketAddress,
): Buffer {
  const fill = (text: string) => filled(text, place);
  const own = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const content = Buffer.from(fill(body ?? ''));
  const lines = [
    `${method} ${fill(path)} HTTP/1.1`,
    ...(own.has('host') ? [] : [`Host: ${authority(place)}`]),
    ...(own.has('connection') ? [] : ['Connection: keep-alive']),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${fill(value)}`),
    ...(body !== null || withBody.test(method) ? [`Content-Length: ${content.length}`] : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), content]);
}

/** `127.0.0.1:3000`; an IPv6 address stands in brackets. */
export function authority({ address, port }: SocketAddress): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** Fills in where a server is, in a text of a target's. */
export function filled(text: string, place: SocketAddress): string {
  const values: Readonly<Record<string, string>> = {
    host: place.address,
    port: String(place.port),
    origin: `http://${authority(place)}`,
  };
  return text.replaceAll(/\{(host|port|origin)\}/g, (_, name) => values[name] ?? '');
}

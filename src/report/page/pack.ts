/** Data in a page: packed, so that it takes little room, and in letters that mean nothing to any parser. */
import { gzipSync } from 'node:zlib';

/** gzip, as base64. The same text gives the same letters on every machine. */
export function pack(text: string): string {
  const packed = gzipSync(text, { level: 9 });
  // The header's last byte names the operating system (RFC 1952); 255 is "unknown".
  packed[9] = 255;
  return packed.toString('base64');
}

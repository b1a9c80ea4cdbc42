/** Data in a page: compressed, and in base64, which no HTML parser interprets. */
import { gzipSync } from 'node:zlib';

/** gzip, as base64. The same text gives the same letters on every machine. */
export function pack(text: string): string {
  const packed = gzipSync(text, { level: 9 });
  // The header's last byte names the operating system (RFC 1952); 255 is "unknown".
  packed[9] = 255;
  return packed.toString('base64');
}

import { UsageError } from '../model/usage-error.ts';

/**
 * The text of a file that a person saved, whatever the editor: UTF-8 or UTF-16, with or without a byte order mark.
 * JSON begins with an ASCII character, so the zeros among the first bytes tell the encoding:
 * https://www.rfc-editor.org/rfc/rfc4627#section-3
 * @param shown how messages name the file
 * @throws UsageError that names another encoding
 */
export function decodeText(bytes: Uint8Array, shown: string): string {
  const encoding = encodingOf(bytes);
  if (encoding.startsWith('utf-')) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not what its first bytes say.
    }
  }
  const named = encoding === 'utf-8' ? 'an 8-bit encoding such as Latin-1 or Windows-1252' : encoding;
  throw new UsageError(`${shown} is not in UTF-8: it looks like ${named}`, 'Save it as UTF-8.');
}

function encodingOf(bytes: Uint8Array): string {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  if (a === 0x1f && b === 0x8b) return 'a gzip archive';
  if (
    (a === 0 && b === 0) ||
    (b === 0 && c === 0 && d === 0) ||
    (a === 0xff && b === 0xfe && c === 0 && d === 0)
  ) {
    return 'UTF-32';
  }
  if ((a === 0xff && b === 0xfe) || b === 0) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || a === 0) return 'utf-16be';
  return 'utf-8';
}

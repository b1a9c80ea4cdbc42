/** Amounts of memory and bandwidth as people write them: `4GiB`, `512 MB`, `2Gbit/s`. Inside, they are bytes and bits per second. */

const bytesPer: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

const bitsPer: Readonly<Record<string, number>> = { 'bit/s': 1, 'kbit/s': 1e3, 'mbit/s': 1e6, 'gbit/s': 1e9 };

/** Reads an amount of memory; whole bytes, or null where the text is none (a unit is required). */
export const parseBytes = (text: string): number | null => parseWith(bytesPer, text);

/** Reads a bandwidth; whole bits per second, or null where the text is none. */
export const parseBitsPerSecond = (text: string): number | null => parseWith(bitsPer, text);

function parseWith(units: Readonly<Record<string, number>>, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z/]+)$/i.exec(text.trim());
  const unit = units[match?.[2]?.toLowerCase() ?? ''];
  if (match === null || unit === undefined) return null;
  const amount = Math.round(Number(match[1]) * unit);
  return amount > 0 ? amount : null;
}

/** Writes bytes with the binary unit that suits: `4 GiB`, `1.5 MiB`, `812 B`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 2 ** (10 * at)).toPrecision(3))} ${units[at]}`;
}

/** Writes a bandwidth: `2 Gbit/s`, `100 Mbit/s`. */
export function formatBitsPerSecond(bitsPerSecond: number): string {
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];
  const at = bitsPerSecond < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bitsPerSecond) / 3));
  return `${Number((bitsPerSecond / 1e3 ** at).toPrecision(3))} ${units[at]}`;
}

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

/** Writes an amount of memory with the binary unit that suits: `4 GiB`, `1.5 MiB`, `812 B`. */
export const formatMemory = (bytes: number): string =>
  scaled(bytes, 1_024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);

/** Writes what is stored or sent with the decimal unit that suits: `6.2 kB`. */
export const formatBytes = (bytes: number): string => scaled(bytes, 1_000, ['B', 'kB', 'MB', 'GB', 'TB']);

/** Writes a bandwidth: `2 Gbit/s`, `100 Mbit/s`. */
export const formatBitsPerSecond = (bitsPerSecond: number): string =>
  scaled(bitsPerSecond, 1_000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);

/** Three digits, rounded before the unit is chosen, so that nothing is written as 1,000 of a unit. */
function scaled(amount: number, step: number, units: readonly string[]): string {
  let value = amount;
  let i = 0;
  while (value >= step * 0.999_5 && i < units.length - 1) {
    value /= step;
    i++;
  }
  return `${Number(value.toPrecision(3))} ${units[i] ?? ''}`;
}

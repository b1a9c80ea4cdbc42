/** Shares of a whole, 0 … 1, as people read them: in per cent, and never rounded to all or nothing. */

/** Three digits: `1.23 %`; `< 0.001 %` for the tiniest. */
export function formatShare(share: number): string {
  if (share === 0) return '0 %';
  if (share < 0.000_01) return '< 0.001 %';
  return share > 0.999_5 && share < 1 ? '> 99.9 %' : `${Number((share * 100).toPrecision(3))} %`;
}

/** A share of successes with as many nines as it has: two digits of what is missing are kept. */
export function formatSuccess(ratio: number): string {
  const missing = 1 - ratio;
  if (missing <= 0) return '100 %';
  if (ratio < 0.1) return formatShare(Math.max(0, ratio));
  if (missing < 0.000_001) return '> 99.9999 %';
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(missing * 100) - 1e-9) + 1));
  return `${Number((ratio * 100).toFixed(decimals))} %`;
}

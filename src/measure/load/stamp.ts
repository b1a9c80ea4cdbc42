/**
 * The intended time inside the request, for servers that compare their record with ours. A fixed-width number is
 * overwritten in the one request that is sent again and again, so it costs nothing where it is not asked for. Writing
 * in place is safe because a request of this size leaves for the kernel within the call that writes it.
 */

/** Digits of a stamp: whole microseconds of the monotonic clock. */
export const STAMP_DIGITS = 16;

/** What the header holds until it is first stamped. */
export const BLANK_STAMP = '0'.repeat(STAMP_DIGITS);

/** Writes an arrival's intended time into the request that is about to be sent. */
export type Stamp = (intendedUs: number) => void;

/**
 * @param request as bytes, holding the header with `BLANK_STAMP` as its value
 * @throws Error where it does not
 */
export function stampIn(request: Buffer, header: string): Stamp {
  const line = `${header}: ${BLANK_STAMP}`;
  const at = request.indexOf(line, 0, 'latin1');
  if (at < 0) throw new Error(`the request has no header ${line}`);
  const last = at + line.length - 1;
  return (intendedUs) => {
    let left = Math.round(intendedUs);
    for (let digit = 0; digit < STAMP_DIGITS; digit++) {
      const rest = Math.floor(left / 10);
      request[last - digit] = 48 + left - rest * 10;
      left = rest;
    }
  };
}

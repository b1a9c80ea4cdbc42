/**
 * What a truth server saw and did since it was told how to behave, request by request in the order of their arrival. Times are
 * microseconds of the monotonic clock, comparable with the generator's.
 */
export interface TruthRecord {
  /** As the request's stamp has it; NaN where it has none. */
  readonly intendedUs: Float64Array;
  /** When the server read the request. */
  readonly arrivedUs: Float64Array;
  /** The delay or service time that chance gave it. */
  readonly delayUs: Float64Array;
  /** When the answer was due by the behaviour, from `arrivedUs` and `delayUs`. */
  readonly dueUs: Float64Array;
  /** When the server wrote it; NaN where it never did. */
  readonly writtenUs: Float64Array;
}

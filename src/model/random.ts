/**
 * Seeded chance: the same seeds give the same numbers on every machine and in every version.
 * The generator is sfc32 of Chris Doty-Humphrey's PractRand (https://pracrand.sourceforge.net), 128 bits of state.
 */
export class Random {
  // 32-bit integers as `| 0`, so that the engine keeps them in the object itself and a call allocates nothing.
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** @param seeds whole numbers; each of them, and their order, changes everything that follows */
  constructor(...seeds: readonly number[]) {
    for (const seed of seeds) this.#absorb(seed);
    // The author's own seeding discards the first rounds, until every bit of the state depends on every seed.
    for (let i = 0; i < 15; i++) this.int32();
  }

  #absorb(seed: number): void {
    this.#a = (this.#a ^ seed) | 0;
    this.#b = (this.#b + Math.floor(seed / 2 ** 32)) | 0;
    for (let i = 0; i < 12; i++) this.int32();
  }

  /** A whole number from −2³¹ to 2³¹ − 1, all equally likely. */
  int32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum;
  }

  /** A whole number from 0 to 2³² − 1. */
  uint32(): number {
    return this.int32() >>> 0;
  }

  /** A number strictly between 0 and 1, in steps of 2⁻³². */
  between0And1(): number {
    return ((this.int32() >>> 0) + 0.5) * 2 ** -32;
  }

  /** A whole number from 0 to `bound` − 1, for a bound up to 2³². */
  below(bound: number): number {
    return Math.floor(this.between0And1() * bound);
  }

  /** A new list with the same members in an order of chance (Fisher and Yates). */
  shuffled<T>(members: readonly T[]): T[] {
    const left = [...members];
    const order: T[] = [];
    while (left.length > 0) order.push(...left.splice(this.below(left.length), 1));
    return order;
  }
}

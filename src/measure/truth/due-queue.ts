/** What is due when: a binary heap, the earliest first. */
export class DueQueue<T> {
  readonly #dueUs: number[] = [];
  readonly #items: T[] = [];

  /** The earliest moment; Infinity when empty. */
  get nextUs(): number {
    return this.#dueUs[0] ?? Number.POSITIVE_INFINITY;
  }

  put(dueUs: number, item: T): void {
    let at = this.#items.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((this.#dueUs[above] as number) <= dueUs) break;
      this.#set(at, this.#dueUs[above] as number, this.#items[above] as T);
      at = above;
    }
    this.#set(at, dueUs, item);
  }

  /** Takes the earliest out; undefined when nothing is due by `atUs`. */
  take(atUs: number): T | undefined {
    if (!(this.nextUs <= atUs)) return undefined;
    const first = this.#items[0] as T;
    const dueUs = this.#dueUs.pop() as number;
    const item = this.#items.pop() as T;
    if (this.#items.length > 0) this.#sink(dueUs, item);
    return first;
  }

  clear(): void {
    this.#dueUs.length = 0;
    this.#items.length = 0;
  }

  #sink(dueUs: number, item: T): void {
    const length = this.#items.length;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= length) break;
      if (below + 1 < length && (this.#dueUs[below + 1] as number) < (this.#dueUs[below] as number))
        below += 1;
      if (dueUs <= (this.#dueUs[below] as number)) break;
      this.#set(at, this.#dueUs[below] as number, this.#items[below] as T);
      at = below;
    }
    this.#set(at, dueUs, item);
  }

  #set(at: number, dueUs: number, item: T): void {
    this.#dueUs[at] = dueUs;
    this.#items[at] = item;
  }
}

/** What has to be done before this process leaves at once. */
export interface Cleaners {
  /** As a caller's: the function that is returned withdraws it. */
  beforeLeaving(clean: () => void): () => void;
  /** Does all of it, without waiting. */
  cleanNow(): void;
}

export function cleaners(): Cleaners {
  const all = new Set<() => void>();
  return {
    beforeLeaving(clean) {
      all.add(clean);
      return () => void all.delete(clean);
    },
    cleanNow() {
      for (const clean of all) {
        try {
          clean();
        } catch {
          // What one cannot do must not keep the others from it, nor the process from ending.
        }
      }
    },
  };
}

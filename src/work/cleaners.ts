/** What has to be done before this process leaves at once: how it is named, as a caller does, and how all of it is done. */
export function cleaners() {
  const all = new Set<() => void>();
  return {
    beforeLeaving(clean: () => void): () => void {
      all.add(clean);
      return () => void all.delete(clean);
    },
    cleanNow(): void {
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

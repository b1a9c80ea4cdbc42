/** Does something without the rights of root, who may read everything. Only for a test file's own process. */
export async function withoutRights<T>(work: () => Promise<T>): Promise<T> {
  const root = process.geteuid?.() === 0;
  const nobody = 65_534;
  if (root) process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

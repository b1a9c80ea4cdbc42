import { execa } from 'execa';
import { isInstalled } from '../host/find-program.ts';

/**
 * How many connections may wait to be accepted on a port, as the kernel has it (`Send-Q` of a listening socket).
 * Only `ss` shows it: `/proc/net/tcp` does not. Null: not available.
 */
export async function listenBacklog(port: number): Promise<number | null> {
  if (process.platform !== 'linux' || !isInstalled('ss')) return null;
  const { stdout } = await execa('ss', ['-ltnH', `sport = :${port}`], { reject: false, timeout: 5_000 });
  const lengths = stdout
    .split('\n')
    .map((line) => Number(line.trim().split(/\s+/)[2]))
    .filter((length) => length > 0);
  return lengths.length === 0 ? null : Math.max(...lengths);
}

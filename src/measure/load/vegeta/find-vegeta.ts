import { execaSync } from 'execa';

/** The version of the vegeta on the PATH of this machine; null: there is none. */
export function findVegeta(): string | null {
  const { exitCode, stdout } = execaSync('vegeta', ['--version'], { reject: false, timeout: 5_000 });
  return exitCode === 0 ? (/^Version: *(\S+)/m.exec(stdout)?.[1] ?? 'not known') : null;
}

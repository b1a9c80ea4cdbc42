import { execaSync } from 'execa';
import { UsageError } from '../../../model/usage-error.ts';

/**
 * The vegeta on the PATH of this machine.
 * @throws UsageError that says how to get it, where there is none
 */
export function findVegeta(): { readonly name: string; readonly version: string } {
  const { exitCode, stdout } = execaSync('vegeta', ['--version'], { reject: false, timeout: 5_000 });
  if (exitCode === 0)
    return { name: 'vegeta', version: /^Version: *(\S+)/m.exec(stdout)?.[1] ?? 'not known' };
  throw new UsageError(
    '--engine vegeta: there is no vegeta on the PATH',
    'Get it with go install github.com/tsenart/vegeta/v12@latest, or from github.com/tsenart/vegeta/releases.',
  );
}

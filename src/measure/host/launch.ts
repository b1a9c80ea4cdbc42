/** A program and its arguments; no shell. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * Joins the cgroups whose `cgroup.procs` are given, limits open files (soft and hard alike) and becomes the program.
 * `exec` keeps the process id, so nothing stands between the tool and the program. The text is constant and the
 * arguments are positional: nothing is interpolated. `0` is "whoever writes this".
 */
const script = `files=$1; shift
while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done; shift
[ "$files" = - ] || ulimit -n "$files" || exit 125
exec "$@"`;

/** The command that starts `command` in these cgroups with this many open files allowed (null: as they are). */
export function launchInside(
  command: Command,
  joinFiles: readonly string[],
  openFiles: number | null,
): Command {
  if (joinFiles.length === 0 && openFiles === null) return command;
  const limit = openFiles === null ? '-' : String(openFiles);
  return {
    file: '/bin/sh',
    args: ['-c', script, 'framebench', limit, ...joinFiles, '--', command.file, ...command.args],
  };
}

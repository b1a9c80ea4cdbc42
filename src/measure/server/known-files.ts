/** What git knows of a folder. */
import { askTool, type ToolContext } from './versions.ts';

export interface KnownFiles {
  /** Paths relative to the folder. */
  readonly tracked: readonly string[];
  /** New ones that are not ignored: part of the program before anybody has committed them. */
  readonly fresh: readonly string[];
}

/** The files of a folder by git, or null where there is no git or the folder is in no repository. */
export async function knownFiles(context: ToolContext): Promise<KnownFiles | null> {
  const list = async (...flags: string[]) => {
    const answer = await askTool(['git', 'ls-files', '-z', ...flags], context);
    return answer.outcome === 'ok' ? answer.stdout.split('\0').filter((path) => path !== '') : null;
  };
  const tracked = await list('--cached');
  const fresh = tracked === null ? null : await list('--others', '--exclude-standard');
  return tracked === null || fresh === null ? null : { tracked, fresh };
}

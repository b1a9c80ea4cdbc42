/** What git knows of a folder. */
import { askTool, type ToolSurroundings } from './versions.ts';

/**
 * The files that git tracks in a folder, and new ones that it does not ignore: a file that was just written is part
 * of the program before anybody has committed it.
 * @returns paths relative to the folder, or null where there is no git or the folder is in no repository
 */
export async function knownFiles(surroundings: ToolSurroundings): Promise<string[] | null> {
  const question = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const answer = await askTool(question, surroundings);
  if (answer.outcome !== 'ok') return null;
  return answer.output.split('\0').filter((path) => path !== '');
}

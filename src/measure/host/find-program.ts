import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/**
 * The path of a program as the system would find it, or null.
 * @param folder what a name with a slash is relative to
 */
export function findProgram(name: string, path: string, folder: string): string | null {
  if (name === '') return null;
  if (name.includes('/')) {
    const whole = isAbsolute(name) ? name : resolve(folder, name);
    return isProgram(whole) ? whole : null;
  }
  for (const part of path.split(delimiter)) {
    const whole = join(part === '' ? folder : part, name);
    if (isProgram(whole)) return whole;
  }
  return null;
}

/** Whether a program is on the PATH of this process. */
export function isInstalled(program: string): boolean {
  return findProgram(program, process.env['PATH'] ?? '', process.cwd()) !== null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

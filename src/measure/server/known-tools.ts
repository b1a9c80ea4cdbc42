/** Tools that are known to print their version and to do nothing else when asked for it. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** How to get each, for targets that do not say; null where there are too many ways. */
const hints: Readonly<Record<string, string | null>> = {
  node: 'install Node from https://nodejs.org',
  npm: 'npm comes with Node, https://nodejs.org',
  npx: 'npx comes with Node, https://nodejs.org',
  pnpm: 'install it from https://pnpm.io/installation',
  yarn: 'install it from https://yarnpkg.com',
  bun: 'install it from https://bun.sh',
  deno: 'install it from https://deno.com',
  cargo: 'install Rust from https://rustup.rs',
  rustc: 'install Rust from https://rustup.rs',
  rustup: 'install Rust from https://rustup.rs',
  go: 'install Go from https://go.dev/dl',
  python: 'install Python from https://www.python.org/downloads',
  pip: 'pip comes with Python, https://www.python.org/downloads',
  uv: 'install it from https://docs.astral.sh/uv',
  java: 'install a JDK from https://adoptium.net',
  javac: 'install a JDK from https://adoptium.net',
  mvn: 'install it from https://maven.apache.org',
  gradle: 'install it from https://gradle.org',
  dotnet: 'install .NET from https://dotnet.microsoft.com/download',
  php: 'install PHP from https://www.php.net/downloads',
  composer: 'install it from https://getcomposer.org',
  ruby: 'install Ruby from https://www.ruby-lang.org',
  bundle: 'bundle comes with Ruby, https://www.ruby-lang.org',
  elixir: 'install Elixir from https://elixir-lang.org',
  make: null,
  cmake: null,
  cc: null,
  gcc: null,
  clang: null,
  git: null,
};

/** `python3.12` and `gcc-13` are known by their names without a version. */
const plainName = (tool: string): string => tool.replace(/-?\d[\d.]*$/, '');

/** How to get a tool, or null. */
export const hintFor = (tool: string): string | null =>
  Object.hasOwn(hints, plainName(tool)) ? (hints[plainName(tool)] ?? null) : null;

/** Whether a program may be run to ask for its version. Any other might be a server, and simply start. */
export const isKnownTool = (tool: string): boolean => Object.hasOwn(hints, plainName(tool));

/** Whether a program of this name is on the PATH. It is not run. */
export async function isOnPath(program: string, env: Readonly<Record<string, string>>): Promise<boolean> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

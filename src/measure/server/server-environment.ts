import type { Target } from '../../model/target.ts';
import { serverMark } from '../host/stop-processes.ts';
import { environmentFor } from './environment.ts';

/** What a server is told. */
export interface ServerFacts {
  readonly address: string;
  readonly port: number;
  readonly databasePath: string | null;
  readonly cpus: number;
  /** The mark by which its processes are found again. */
  readonly id: string;
}

/** How a server is started: its command and its whole environment. */
export interface ServerCommand {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Fills in `{port} {host} {origin} {db} {cpus}` and adds `PORT`, `HOST` and `BLOG_DB`.
 *
 * The rest is the environment in which the target was built: what the user has set is passed on, for an app of
 * one's own may need it.
 */
export function serverCommand(
  target: Pick<Target, 'start' | 'env' | 'serves'>,
  facts: ServerFacts,
  inherited: NodeJS.ProcessEnv,
): ServerCommand {
  const { address, port, databasePath } = facts;
  const values: Readonly<Record<string, string>> = {
    port: String(port),
    host: address,
    origin: `http://${address}:${port}`,
    db: databasePath ?? '',
    cpus: String(facts.cpus),
  };
  const fill = (text: string) =>
    text.replaceAll(/\{(port|host|origin|db|cpus)\}/g, (_, name) => values[name] ?? '');
  const own = Object.entries(target.env).map(([name, value]) => [name, fill(value)] as const);
  return {
    command: target.start.map(fill),
    env: {
      ...environmentFor(target, inherited),
      PORT: String(port),
      HOST: address,
      ...(databasePath === null ? {} : { BLOG_DB: databasePath }),
      ...Object.fromEntries(own),
      [serverMark]: facts.id,
    },
  };
}

/** A built-in target that is built and serves, for tests that ask it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/contract/answer.ts';
import { blogSeed, seedBlog } from '../../src/contract/seed.ts';
import { builtInTargets } from '../../src/files/choose-targets.ts';
import { provideDatabase } from '../../src/files/database.ts';
import { cacheFolder } from '../../src/files/folders.ts';
import { completeTarget } from '../../src/files/load-target.ts';
import type { RunningServer } from '../../src/measure/seams.ts';
import { toolEnvironment } from '../../src/measure/server/environment.ts';
import { fetchPage } from '../../src/measure/server/fetch-page.ts';
import { checkRequirements, missingTools } from '../../src/measure/server/requirements.ts';
import { serverStarter } from '../../src/measure/server/start-server.ts';
import { formatUs } from '../../src/model/duration.ts';
import type { Target } from '../../src/model/target.ts';
import { buildTarget } from '../../src/work/build-target.ts';
import { anyPage, noMemory, openHost, temporaryLog } from '../fixtures/servers/fixture-target.ts';

const never = new AbortController().signal;

/** Every built-in target and variant, in one process each. */
export const targets: readonly Target[] = builtInTargets(process.cwd()).flatMap(({ manifest, folder }) =>
  [null, ...Object.keys(manifest.variants ?? {})]
    .filter((variant) => variant !== 'cluster')
    .map((variant) => completeTarget(manifest, folder, variant, null)),
);

/** For `describe`'s option `skip`: a machine without a target's tools can run the other tests all the same. */
export async function withoutTools(target: Target): Promise<string | false> {
  const surroundings = { env: toolEnvironment(process.env), cwd: target.path, signal: never };
  return missingTools(await checkRequirements(target, surroundings))?.detail ?? false;
}

/** Builds a target as `bench build` does it: what is built already is not built again. */
export async function build(target: Target): Promise<void> {
  const cache = cacheFolder(process.env);
  const logs = join(cache, 'logs');
  const show = () => {};
  const { build: made, failure } = await buildTarget(target, {
    env: process.env,
    cache,
    logs,
    signal: never,
    show,
  });
  assert.equal(failure, null, failure?.detail);
  if (made?.cached === false) console.log(`${target.label}: built in ${formatUs(made.durationMs * 1_000)}`);
}

/** A server with a database of its own. */
export interface Served extends AsyncDisposable {
  readonly server: RunningServer;
  readonly origin: string;
  readonly databasePath: string;
  /** All that it has printed. */
  output(): string;
  get(path: string, cookie?: string | null): Promise<Answer>;
  /** Sends a form as a browser does. */
  post(path: string, fields: Readonly<Record<string, string>>, cookie?: string | null): Promise<Answer>;
}

/** Starts a target that is built. */
export async function serve(target: Target, env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'framebench-target-'));
  const databasePath = provideDatabase(seedBlog(blogSeed).rows, folder);
  const log = temporaryLog();
  const { startServer } = serverStarter({ host: openHost, openLog: () => log, ...noMemory });
  const { server, failure } = await startServer({
    target: { ...target, env: { ...target.env, ...env } },
    databasePath,
    log: 'server',
    judge: anyPage,
    signal: never,
  });
  assert.ok(server, failure?.detail);
  const origin = `http://${server.address}:${server.port}`;
  const ask = (method: string, path: string, headers: Record<string, string>, body: string | null) =>
    fetchPage(server, { method, path, headers, body }, AbortSignal.timeout(10_000));
  const headersOf = (cookie: string | null) => ({ Accept: 'text/html', ...(cookie && { Cookie: cookie }) });
  return {
    server,
    origin,
    databasePath,
    output: log.text,
    get: (path, cookie = null) => ask('GET', path, headersOf(cookie), null),
    post: (path, fields, cookie = null) => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin };
      return ask('POST', path, { ...headersOf(cookie), ...headers }, `${new URLSearchParams(fields)}`);
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      log[Symbol.dispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A target that is declared on the command line: a command that starts a server, or the URL of one that runs already. */
import { isUtf8 } from 'node:buffer';
import { basename, resolve } from 'node:path';
import { completeTarget } from '../files/load-target.ts';
import { readBytes } from '../files/read-json.ts';
import { statOrNull } from '../files/stat-or-null.ts';
import { problemsOf } from '../model/schema.ts';
import { type Target, type TargetManifest, targetSchema } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';

/** What is said of it, each word as it was typed. */
export interface Declaration {
  /** Program and arguments; empty: none. */
  readonly command: readonly string[];
  readonly url?: string;
  /** The host of the URL, where it is not this machine: a load can do harm. */
  readonly yesLoad?: string;
  readonly path?: string;
  readonly method?: string;
  /** `Name: value` */
  readonly header?: readonly string[];
  /** `@file`: what the file holds. */
  readonly body?: string;
  readonly expect?: string;
  readonly cwd?: string;
  /** `NAME=value` */
  readonly env?: readonly string[];
  /** A line for a shell. */
  readonly build?: string;
  readonly port?: string;
}

/**
 * The `target.json` that says the same as a declared command.
 * @param cwd at which paths start; absolute
 * @throws UsageError where a word cannot be understood
 */
export function declaredManifest(declaration: Declaration, cwd: string): TargetManifest {
  const { command, env = [], build, port } = declaration;
  const manifest = {
    name: nameOf(command),
    title: command.join(' '),
    ...(build === undefined ? {} : { build: [['sh', '-c', build]] }),
    start: command,
    ...(env.length === 0 ? {} : { env: Object.fromEntries(env.map((text) => pair(text, '=', '--env'))) }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...measureOf(declaration, cwd),
  };
  return checked(manifest);
}

/**
 * A target as the command line declares it.
 * @throws UsageError where a word cannot be understood, or a server elsewhere would be loaded without its name
 */
export function declareTarget(declaration: Declaration, cwd: string): Target {
  if (declaration.url !== undefined) return runningTarget(declaration, declaration.url, cwd);
  const folder = resolve(cwd, declaration.cwd ?? '.');
  if (!statOrNull(folder)?.isDirectory()) {
    throw new UsageError(`--cwd: there is no folder ${declaration.cwd}`);
  }
  return completeTarget(declaredManifest(declaration, cwd), folder, null, null);
}

function runningTarget(declaration: Declaration, text: string, cwd: string): Target {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:') {
    throw new UsageError(
      `--url ${text}: bench measures plain HTTP, and this is TLS`,
      'Give the server behind it.',
    );
  }
  if (url?.protocol !== 'http:') {
    throw new UsageError(`--url ${text} is no URL of a server`, 'Write it like http://127.0.0.1:3000/.');
  }
  const address = addressOf(url.hostname);
  refuseStranger(url.hostname, address, declaration.yesLoad);
  const port = Number(url.port || 80);
  const path = declaration.path ?? `${url.pathname}${url.search}`;
  const manifest = checked({
    name: `${url.hostname.replaceAll(/[[\]:]+/g, '-').replaceAll(/^-|-$/g, '') || 'localhost'}-${port}`,
    title: withoutUser(url),
    start: ['none'],
    ...measureOf({ ...declaration, path, header: [...credentials(url), ...(declaration.header ?? [])] }, cwd),
  });
  return { ...completeTarget(manifest, cwd, null, null), start: [], running: { address, port } };
}

/** The header that user and password of a URL stand for (RFC 7617). */
function credentials({ username, password }: URL): readonly string[] {
  if (username === '' && password === '') return [];
  try {
    const text = decodeURIComponent(`${username}:${password}`);
    return [`Authorization: Basic ${Buffer.from(text).toString('base64')}`];
  } catch {
    throw new UsageError(
      '--url: user and password hold a % that begins no character',
      'Write % as %25 in them.',
    );
  }
}

/** For people to read, and so without a password. */
function withoutUser(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

/** What stands in a URL for this machine: servers print the addresses that mean all of its own. */
const meansHere: Readonly<Record<string, string>> = {
  localhost: '127.0.0.1',
  '0.0.0.0': '127.0.0.1',
  '[::]': '::1',
};

/** An IP literal, as it stands in a URL or is meant there. */
function addressOf(hostname: string): string {
  const address = meansHere[hostname] ?? hostname.replaceAll(/[[\]]/g, '');
  // The URL's parser has seen to it that what looks like an address is one.
  if (/^[\d.]+$|:/.test(address)) return address;
  throw new UsageError(
    `--url: ${hostname} is a name`,
    `Give the address that it stands for, and the name as a header: -H 'Host: ${hostname}'`,
  );
}

function refuseStranger(hostname: string, address: string, yesLoad: string | undefined): void {
  if (address === '::1' || address.startsWith('127.')) return;
  if (yesLoad === hostname || yesLoad === address) return;
  throw new UsageError(
    `--url: ${hostname} is another machine, and a load can bring it down`,
    `If it is yours to load, say so: --yes-load ${hostname}`,
  );
}

function measureOf(declaration: Declaration, cwd: string): Pick<TargetManifest, 'measure'> {
  const { path, header = [], body, expect } = declaration;
  // As curl has it.
  const method = declaration.method ?? (body === undefined ? undefined : 'POST');
  const measure = {
    ...(path === undefined ? {} : { path }),
    ...(method === undefined ? {} : { method }),
    ...(header.length === 0 ? {} : { headers: headersOf(header) }),
    ...(body === undefined ? {} : { body: body.startsWith('@') ? fileText(body.slice(1), cwd) : body }),
    ...(expect === undefined ? {} : { expect }),
  };
  return Object.keys(measure).length === 0 ? {} : { measure };
}

function headersOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const names = new Set<string>();
  for (const [name, value] of texts.map((text) => pair(text, ':', '--header'))) {
    if (names.has(name.toLowerCase())) {
      throw new UsageError(
        `--header ${name} is given twice`,
        'Give it once, with both values: a server reads them as one, with a comma between, and cookies with "; ".',
      );
    }
    names.add(name.toLowerCase());
    headers[name] = value;
  }
  return headers;
}

function pair(text: string, separator: string, flag: string): readonly [name: string, value: string] {
  const at = text.indexOf(separator);
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new UsageError(
    `${flag} ${text} has no ${separator}`,
    `Write it like ${flag} 'NAME${separator} value'.`,
  );
}

/** More than any server takes without being told to. */
const MOST_SENT_BYTES = 16 * 2 ** 20;

/** Bodies are stored as text, to be sent again as they were. */
function fileText(path: string, cwd: string): string {
  const shown = `--body: ${path}`;
  const bytes = readBytes(resolve(cwd, path), shown, MOST_SENT_BYTES);
  if (isUtf8(bytes)) return bytes.toString();
  throw new UsageError(`${shown} is no text in UTF-8, and bench sends no other`);
}

/** A script on the command line is no name. */
const MOST_NAME = 40;

/** `node server.js` is called node-server.js, `python3 -m http.server` python3-http.server. */
function nameOf(command: readonly string[]): string {
  const words = command.filter((word) => !/^[-{]/.test(word)).slice(0, 2);
  const name = words.map((word) => basename(word).toLowerCase()).join('-');
  const readable = name.replaceAll(/[^a-z0-9._-]+/g, '-').replaceAll(/^[^a-z0-9]+/g, '');
  return readable.slice(0, MOST_NAME).replaceAll(/-+$/g, '') || 'server';
}

const flags: Readonly<Record<string, string>> = {
  'measure.path': '--path',
  'measure.method': '--method',
  port: '--port',
};

function checked(manifest: TargetManifest): TargetManifest {
  const [problem] = problemsOf(targetSchema, manifest);
  if (problem === undefined) return manifest;
  const { where, what } = problem;
  const flag = flags[where] ?? where.replace('measure.headers.', '--header ');
  throw new UsageError(`${flag} ${what}`, 'See bench sweep --help.');
}

import { readlinkSync } from 'node:fs';
import { listKernelFolder, readKernelFile } from '../host/kernel-file.ts';
import { everyProcess } from '../host/process-stat.ts';

/** A socket that waits for connections. */
export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** What these processes listen on; empty where the system does not say. */
export function listeningSockets(pids: readonly number[]): ListeningSocket[] {
  const owned = new Set(pids.flatMap(socketsOf));
  const leader = pids[0] ?? 'self';
  return listeningSeenBy(leader).filter(({ inode }) => owned.has(inode));
}

const listeningSeenBy = (pid: number | 'self'): ListeningSocket[] =>
  ['tcp', 'tcp6'].flatMap((table) => parseListening(readKernelFile(`/proc/${pid}/net/${table}`) ?? ''));

/** The names of the sockets of the system's own that these processes listen on, no network between; see proc_net_unix(5). */
export function listeningUnixSockets(pids: readonly number[]): string[] {
  const owned = new Set(pids.flatMap(socketsOf));
  const lines = (readKernelFile(`/proc/${pids[0] ?? 'self'}/net/unix`) ?? '').split('\n');
  return lines.flatMap((line) => {
    const [, , , flags = '', , , inode = '', ...name] = line.trim().split(/\s+/);
    const listens = (Number.parseInt(flags, 16) & 0x10000) !== 0;
    return listens && owned.has(inode) ? [name.join(' ').replace(/@+$/, '')] : [];
  });
}

/** The listening sockets in the text of `/proc/net/tcp` or `/proc/net/tcp6`; see proc_net_tcp(5). */
export function parseListening(table: string): ListeningSocket[] {
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A')
    .map((fields) => {
      const [address = '', port = ''] = fields[1]?.split(':') ?? [];
      return { address: readAddress(address), port: Number.parseInt(port, 16), inode: fields[9] ?? '' };
    });
}

/** Addresses are written as 32-bit words in the byte order of the machine; ours are little-endian. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  if (bytes.length === 4) return dotted(bytes);
  if (hex.startsWith(mappedPrefix)) return dotted(bytes.slice(12));
  const groups = Array.from({ length: 8 }, (_, i) => `${bytes[2 * i]}${bytes[2 * i + 1]}`);
  // The URL parser knows the short form of an address.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

const dotted = (bytes: readonly string[]): string => bytes.map((byte) => Number.parseInt(byte, 16)).join('.');

/** Of an IPv4 address in IPv6 (RFC 4291 section 2.5.5.2), as the kernel writes it. */
const mappedPrefix = '0000000000000000FFFF0000';

/** A process that listens. */
export interface Listener extends Pick<ListeningSocket, 'address' | 'port'> {
  readonly pid: number;
  readonly program: string;
}

/** Who listens on a port of this machine; null: none, or the system does not say. */
export function whoListens(port: number): Listener | null {
  const sockets = listeningSeenBy('self').filter((socket) => socket.port === port);
  if (sockets.length === 0) return null;
  for (const { pid } of everyProcess()) {
    const inodes = new Set(socketsOf(pid));
    const socket = sockets.find(({ inode }) => inodes.has(inode));
    if (socket === undefined) continue;
    const { address } = socket;
    return { pid, program: (readKernelFile(`/proc/${pid}/comm`) ?? '').trim(), address, port };
  }
  return null;
}

function socketsOf(pid: number): string[] {
  return listKernelFolder(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}
